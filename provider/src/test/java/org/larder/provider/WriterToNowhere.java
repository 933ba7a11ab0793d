package org.larder.provider;

import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** A writer that takes all and keeps nothing. */
final class WriterToNowhere implements CacheWriter<String, String> {

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        // nothing to do
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
        entries.clear();
    }

    @Override
    public void delete(Object key) {
        // nothing to do
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        keys.clear();
    }
}
