package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.cache.CacheException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one refresh being loaded anew, batch after batch, by the loader of the cache and on the threads that its
 * provider loads on. It holds no thread while the provider is at work.
 *
 * @param <K> the type of the keys
 */
final class Load<K> {

    private final CachedResource<K> resource;

    /** Null for the keys that the cache has when the load begins. */
    private final @Nullable Set<K> keys;

    private @Nullable Iterator<K> rest;
    private volatile boolean abandoned;

    /** Creates a load that has not begun. */
    Load(CachedResource<K> resource, @Nullable Set<K> keys) {
        this.resource = resource;
        this.keys = keys;
    }

    /** How many keys this holds until it begins. */
    int keyCount() {
        return keys == null ? 0 : keys.size();
    }

    /**
     * Begins.
     *
     * @param executor what waits for nothing runs on
     * @param end is told of the end, with null or with what went wrong
     */
    void begin(Executor executor, Consumer<@Nullable Throwable> end) {
        guarded(end, () -> {
            rest = (keys == null ? resource.knownKeys() : keys).iterator();
            next(executor, end);
        });
    }

    /** Begins no further batch from now on; the one at work goes on, because no provider can be told to stop. */
    void abandon() {
        abandoned = true;
    }

    private void next(Executor executor, Consumer<@Nullable Throwable> end) {
        Iterator<K> remaining = requireNonNull(rest);
        if (!remaining.hasNext()) {
            end.accept(null);
            return;
        }
        if (abandoned) {
            end.accept(new CacheException("given up before all was loaded"));
            return;
        }
        Set<K> batch = new LinkedHashSet<>();
        while (remaining.hasNext() && batch.size() < resource.batchKeys()) {
            batch.add(remaining.next());
        }
        resource.cache().loadAll(batch, true, new CompletionListener() {
            @Override
            public void onCompletion() {
                guarded(end, () -> executor.execute(() -> guarded(end, () -> next(executor, end))));
            }

            @Override
            public void onException(Exception e) {
                end.accept(e == null ? new CacheException("the provider does not tell why") : e);
            }
        });
    }

    private static void guarded(Consumer<@Nullable Throwable> end, Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            end.accept(e);
            if (e instanceof Error) {
                throw e;
            }
        }
    }
}
