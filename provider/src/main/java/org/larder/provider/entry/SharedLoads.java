package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.larder.SingleFlight;
import org.larder.provider.integration.UserCode;
import org.larder.provider.statistics.Counters;
import org.larder.provider.store.KeyIdentity;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;

/**
 * The loads of readers that missed: of those for one key at one time one is carried out, and the others wait and share
 * what comes of it, be it nothing or a failure.
 *
 * <p>A thread within another operation must not come here: others may wait for it, and a circle that leads through a
 * wait of this kind is noticed by nobody.
 */
final class SharedLoads<K, V> {

    private final SingleFlight<Object, Turn<V>> flights = new SingleFlight<>();
    private final Counters counters;

    SharedLoads(Counters counters) {
        this.counters = counters;
    }

    /**
     * Loads, or waits for the load under way, which then counts as a miss.
     *
     * @param load reads the entry once more and loads if there is none; calls {@link #settled} before it lets go of the
     *     lock of the key, so that who comes after a later change never gets what was loaded before it
     * @return what came of it; null if the caller is to look for the entry again, as another thread has found one, or was
     *     interrupted
     * @throws CacheException if the load fails; if it is another thread's a new exception with the one of that thread as
     *     its cause, because each thread adds to an exception what it suppresses
     */
    @Nullable
    Reply<V> load(K key, Supplier<Reply<V>> load) {
        Turn<V> mine = new Turn<>(load);
        Turn<V> taken;
        try {
            taken = requireNonNull(flights.run(KeyIdentity.of(key), mine));
        } catch (CacheException e) {
            if (mine.begun) {
                throw e;
            }
            if (UserCode.isInterrupt(e)) {
                return null;
            }
            counters.miss();
            throw e instanceof CacheLoaderException
                    ? new CacheLoaderException(e.getMessage(), e)
                    : new CacheException(e.getMessage(), e);
        }
        Reply<V> reply = requireNonNull(taken.reply);
        if (taken == mine) {
            return reply;
        }
        if (reply.effect() == Effect.DIFFERENT) { // found, not loaded: who waited came too early for it, or too late
            return null;
        }
        counters.miss();
        return reply;
    }

    /**
     * Loads what no reader waits for yet; if a load is under way, that one will do. Those who miss meanwhile wait for this
     * load, too.
     *
     * @param load loads and changes the entry if it is the one that was there before; says {@link Effect#DIFFERENT} if it
     *     is not, so that who waits looks for himself
     */
    void loadAhead(K key, Supplier<Reply<V>> load) {
        Turn<V> mine = new Turn<>(load);
        try {
            flights.run(KeyIdentity.of(key), mine);
        } catch (CacheException e) {
            if (mine.begun) {
                throw e;
            }
        }
    }

    /** Lets nobody join the load of a key any more: what comes of it is known. */
    void settled(K key) {
        flights.forget(KeyIdentity.of(key));
    }

    /** Lets nobody join any load that has begun. */
    void settledAll() {
        flights.forgetAll();
    }

    /** One thread's try at a load. */
    private static final class Turn<V> implements Supplier<Turn<V>> {
        private final Supplier<Reply<V>> load;
        private boolean begun;
        private @Nullable Reply<V> reply;

        Turn(Supplier<Reply<V>> load) {
            this.load = load;
        }

        @Override
        public Turn<V> get() {
            begun = true;
            reply = load.get();
            return this;
        }
    }
}
