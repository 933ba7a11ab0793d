package org.larder.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import javax.cache.integration.CacheLoader;

/** A loader that does as it is told, and notes what it is asked for. */
final class Fruits implements CacheLoader<Long, String> {

    final List<Long> loaded = new CopyOnWriteArrayList<>();
    volatile LongFunction<String> source = year -> "fruits of " + year;
    private final CountDownLatch release = new CountDownLatch(1);

    /** A source that keeps loads waiting until {@link #release}. */
    String late(long year) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "late fruits of " + year;
    }

    void release() {
        release.countDown();
    }

    @Override
    public String load(Long year) {
        loaded.add(year);
        return source.apply(year);
    }

    @Override
    public Map<Long, String> loadAll(Iterable<? extends Long> years) {
        Map<Long, String> found = new HashMap<>();
        for (Long year : years) {
            String fruits = load(year);
            if (fruits != null) {
                found.put(year, fruits);
            }
        }
        return found;
    }
}
