package org.larder.provider.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.larder.codec.Codec;
import org.larder.codec.KeySource;

/** Classes that a configuration may name, and some that it may not. */
public final class Samples {

    static final String PREFIX = Samples.class.getName() + "$";

    private Samples() {}

    /** A loader of nothing. */
    public static final class Loader implements CacheLoader<Object, Object> {
        @Override
        public Object load(Object key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<Object, Object> loadAll(Iterable<?> keys) {
            throw new UnsupportedOperationException();
        }
    }

    /** A factory of nothing, for code. */
    static final class NeverLoads<K, V> implements Factory<CacheLoader<K, V>> {
        private static final long serialVersionUID = 1L;

        @Override
        public CacheLoader<K, V> create() {
            throw new UnsupportedOperationException();
        }
    }

    /** A writer to nowhere. */
    public static final class Writer implements CacheWriter<Object, Object> {
        @Override
        public void write(Cache.Entry<?, ?> entry) {}

        @Override
        public void writeAll(Collection<Cache.Entry<?, ?>> entries) {}

        @Override
        public void delete(Object key) {}

        @Override
        public void deleteAll(Collection<?> keys) {}
    }

    /** A codec of nothing. */
    public static final class NoCodec implements Codec<Object> {
        @Override
        public byte[] encode(Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object decode(byte[] bytes) {
            throw new UnsupportedOperationException();
        }
    }

    /** A source of no keys. */
    public static final class Vault implements KeySource {
        @Override
        public List<byte[]> keys() {
            throw new UnsupportedOperationException();
        }
    }

    /** Eternity with a name. */
    public static final class Policy implements ExpiryPolicy {
        @Override
        public Duration getExpiryForCreation() {
            return Duration.ETERNAL;
        }

        @Override
        public Duration getExpiryForAccess() {
            return Duration.ETERNAL;
        }

        @Override
        public Duration getExpiryForUpdate() {
            return Duration.ETERNAL;
        }
    }

    /** Hears and forgets. */
    public static final class Listener implements CacheEntryCreatedListener<Object, Object> {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<?, ?>> events) {}
    }

    /** Lets nothing through. */
    public static final class Filter implements CacheEntryEventFilter<Object, Object> {
        @Override
        public boolean evaluate(CacheEntryEvent<?, ?> event) {
            return false;
        }
    }

    /** Makes loaders. */
    public static final class LoaderFactory implements Factory<Loader> {
        private static final long serialVersionUID = 1L;

        @Override
        public Loader create() {
            return new Loader();
        }
    }

    /** Makes what nobody asked for. */
    public static final class TextFactory implements Factory<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String create() {
            return "text";
        }
    }

    /** Makes nothing. */
    public static final class NullFactory implements Factory<Loader> {
        private static final long serialVersionUID = 1L;

        @Override
        public Loader create() {
            return null;
        }
    }

    /** Cannot be made without a parameter. */
    public static final class NeedsParameter implements Factory<Loader> {
        private static final long serialVersionUID = 1L;

        /** Takes what nobody gives. */
        @SuppressWarnings("unused") // that it is there is the point
        public NeedsParameter(String parameter) {}

        @Override
        public Loader create() {
            throw new UnsupportedOperationException();
        }
    }

    /** Is nothing yet. */
    public abstract static class Abstract implements Factory<Loader> {
        private static final long serialVersionUID = 1L;
    }

    static final class Hidden implements Factory<Loader> {
        private static final long serialVersionUID = 1L;

        @Override
        public Loader create() {
            throw new UnsupportedOperationException();
        }
    }

    /** Fails to be made. */
    public static final class Failing implements Factory<Loader> {
        private static final long serialVersionUID = 1L;

        static Supplier<Throwable> failure = () -> new IllegalStateException("no database");

        /** Fails. */
        public Failing() throws Throwable {
            throw failure.get();
        }

        @Override
        public Loader create() {
            throw new UnsupportedOperationException();
        }
    }
}
