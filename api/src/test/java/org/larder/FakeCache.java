package org.larder;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/** A cache of which single operations fail on demand; of a provider that knows the standard only. */
final class FakeCache implements InvocationHandler {

    final Map<String, Object> entries = new ConcurrentHashMap<>();

    /** The names of the methods that fail from now on. */
    final Set<String> failing = ConcurrentHashMap.newKeySet();

    final CacheException failure = new CacheException("the disk is gone");
    final AtomicInteger reads = new AtomicInteger();

    /** Run after each read, with the number of reads so far. */
    IntConsumer afterRead = number -> {};

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal knows no type arguments
    private final MutableConfiguration<String, CachedData> configuration =
            new MutableConfiguration<String, CachedData>().setTypes(String.class, CachedData.class);

    @SuppressWarnings("unchecked") // a proxy of an interface is of any arguments
    Cache<String, ?> cache() {
        return (Cache<String, ?>)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Cache.class}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        if (failing.contains(method.getName())) {
            throw failure;
        }
        return switch (method.getName()) {
            case "getName" -> "fake";
            case "getConfiguration" -> configuration;
            case "unwrap" -> throw new IllegalArgumentException("nothing to unwrap");
            case "get" -> {
                Object found = entries.get(arguments[0]);
                afterRead.accept(reads.incrementAndGet());
                yield found;
            }
            case "remove" -> entries.remove(arguments[0]) != null;
            case "invoke" -> process((String) arguments[0], (EntryProcessor<?, ?, ?>) arguments[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    @SuppressWarnings("unchecked") // it is handed what it stored
    private Object process(String key, EntryProcessor<?, ?, ?> processor) {
        return ((EntryProcessor<String, Object, ?>) processor).process(new Entry(key));
    }

    private final class Entry implements MutableEntry<String, Object> {
        private final String key;

        private Entry(String key) {
            this.key = key;
        }

        @Override
        public boolean exists() {
            return entries.containsKey(key);
        }

        @Override
        public void remove() {
            entries.remove(key);
        }

        @Override
        public void setValue(Object value) {
            entries.put(key, value);
        }

        @Override
        public String getKey() {
            return key;
        }

        @Override
        public Object getValue() {
            return entries.get(key);
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }
}
