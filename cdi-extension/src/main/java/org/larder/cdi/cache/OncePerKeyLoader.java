package org.larder.cdi.cache;

import java.util.Map;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;
import org.larder.SingleFlight;

/**
 * A loader that is asked once for all who miss the same key at the same time, for providers that would let each of them
 * ask. Who would wait for itself asks on its own.
 *
 * <p>Such providers do not tell loaders that an entry was removed, least of all one that is not there yet. So whoever asks
 * after a removal may share a load that had begun before it.
 */
final class OncePerKeyLoader implements CacheLoader<Object, Object> {

    private final CacheLoader<Object, Object> loader;
    private final SingleFlight<Object, Object> flights = new SingleFlight<>();

    OncePerKeyLoader(CacheLoader<Object, Object> loader) {
        this.loader = loader;
    }

    @Override
    public @Nullable Object load(Object key) {
        return flights.run(key, () -> loader.load(key), () -> loader.load(key));
    }

    @Override
    public Map<Object, Object> loadAll(Iterable<?> keys) {
        return loader.loadAll(keys);
    }
}
