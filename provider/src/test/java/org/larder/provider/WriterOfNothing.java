package org.larder.provider;

import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** A writer that must not be called. */
final class WriterOfNothing implements CacheWriter<String, String> {

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        throw new AssertionError("written: " + entry);
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
        throw new AssertionError("written: " + entries);
    }

    @Override
    public void delete(Object key) {
        throw new AssertionError("deleted: " + key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        throw new AssertionError("deleted: " + keys);
    }
}
