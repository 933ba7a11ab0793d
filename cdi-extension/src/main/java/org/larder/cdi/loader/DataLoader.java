package org.larder.cdi.loader;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;
import org.larder.CachedData;

/** A loader of the records of a data cache, made of a method that gets their data. */
record DataLoader(BeanMethod method, InstantSource clock) implements CacheLoader<Object, Object> {

    @Override
    public @Nullable Object load(Object rid) {
        Object data = method.call(rid);
        Instant now = clock.instant();
        return data == null ? null : new CachedData<>(now, data, 1);
    }

    @Override
    public Map<Object, Object> loadAll(Iterable<?> rids) {
        Map<Object, Object> found = new HashMap<>();
        for (Object rid : rids) {
            Object record = load(rid);
            if (record != null) {
                found.put(rid, record);
            }
        }
        return found;
    }
}
