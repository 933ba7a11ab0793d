package org.larder.differential;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;
import org.larder.differential.Hearer.Heard;

/** Loader and writer of one side, which fail on demand, and the record of what they and the listeners were told. */
final class Journal implements CacheLoader<String, String>, CacheWriter<String, String> {

    /** The key that the loader has no value for. */
    static final String NEVER_LOADED = "d";

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final List<String> loads = new CopyOnWriteArrayList<>();
    private volatile Faults faults = Faults.NONE;
    private volatile Expiry expiry;
    private volatile @Nullable String processed;

    Journal(Expiry expiry) {
        this.expiry = expiry;
    }

    /**
     * For which keys the loader and the writer fail.
     *
     * @param ofTheCache whether they throw the exception that the standard has for them
     */
    record Faults(Set<String> loading, Set<String> writing, boolean ofTheCache) {
        static final Faults NONE = new Faults(Set.of(), Set.of(), false);
    }

    /** What a loader throws. */
    static final class LoaderFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LoaderFailure() {
            super("loader", null, false, false);
        }
    }

    /** What a writer throws. */
    static final class WriterFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WriterFailure() {
            super("writer", null, false, false);
        }
    }

    void clear() {
        heard.clear();
        writes.clear();
        loads.clear();
    }

    /** What the expiry policy answers from now on, if it is the user's. */
    void expireBy(Expiry next) {
        expiry = next;
    }

    Expiry expiry() {
        return expiry;
    }

    /** Keeps what a processor returns. */
    void processed(@Nullable String result) {
        processed = result;
    }

    @Nullable
    String processed() {
        return processed;
    }

    void fail(Faults on) {
        faults = on;
    }

    boolean failsAsCache() {
        return faults.ofTheCache;
    }

    void hear(Heard event) {
        heard.add(event);
    }

    List<Heard> heard() {
        return List.copyOf(heard);
    }

    List<String> writes() {
        return List.copyOf(writes);
    }

    List<String> loads() {
        return List.copyOf(loads);
    }

    @Override
    public String load(String key) {
        loads.add("load " + key);
        return loaded(key);
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
        Set<String> sorted = new TreeSet<>();
        keys.forEach(sorted::add);
        loads.add("loadAll " + sorted);
        Map<String, String> all = new HashMap<>();
        for (String key : sorted) {
            String value = loaded(key);
            if (value != null) {
                all.put(key, value);
            }
        }
        return all;
    }

    private String loaded(String key) {
        if (faults.loading.contains(key)) {
            throw faults.ofTheCache ? new CacheLoaderException("loader") : new LoaderFailure();
        }
        return key.equals(NEVER_LOADED) ? null : "loaded-" + key;
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        writes.add("write " + entry.getKey() + "=" + entry.getValue());
        written(entry.getKey());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
        List<Cache.Entry<? extends String, ? extends String>> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> entry.getKey()));
        List<String> told = new ArrayList<>();
        sorted.forEach(entry -> told.add(entry.getKey() + "=" + entry.getValue()));
        writes.add("writeAll " + told);
        for (Cache.Entry<? extends String, ? extends String> entry : sorted) {
            written(entry.getKey());
            entries.remove(entry);
        }
    }

    @Override
    public void delete(Object key) {
        writes.add("delete " + key);
        written(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        Set<Object> sorted = new TreeSet<>(keys);
        writes.add("deleteAll " + sorted);
        for (Object key : sorted) {
            written(key);
            keys.remove(key);
        }
    }

    private void written(Object key) {
        if (faults.writing.contains(key)) {
            throw faults.ofTheCache ? new CacheWriterException("writer") : new WriterFailure();
        }
    }
}
