package org.larder.provider.datacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.larder.DataCache;

/** Data caches that many threads use at once. */
@Timeout(300)
class DataCacheConcurrencyTest extends DataCacheSetting {

    @Test
    @Tag("S1-22")
    void callbackIsCalledOnceHoweverManyAsk() throws Exception {
        DataCache<String> cache = handle("180");
        Set<Thread> asking = ConcurrentHashMap.newKeySet();
        List<String> answers = inParallel(32, () -> {
            asking.add(Thread.currentThread());
            return cache.get("one", rid -> {
                        await().until(() -> asking.stream()
                                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                                        .count()
                                == 31);
                        return counted("data of " + rid);
                    })
                    .cacheData();
        });
        assertThat(answers).hasSize(32).containsOnly("data of one");
        assertThat(calls).hasValue(1);
        assertThat(cache.get("one").version()).isEqualTo(1);
    }

    @Test
    @Tag("S1-8")
    void versionsAreCountedAtomically() throws Exception {
        DataCache<String> cache = handle("180");
        DataCache<String> other = handle("300");
        List<Long> versions = new ArrayList<>();
        for (List<Long> each : inParallel(8, () -> {
            List<Long> mine = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                mine.add(
                        i % 2 == 0
                                ? cache.add("one", "data").version()
                                : other.update("one", "data").version());
            }
            return mine;
        })) {
            versions.addAll(each);
        }
        assertThat(versions).doesNotHaveDuplicates().hasSize(800).contains(1L, 800L);
    }

    private static <T> List<T> inParallel(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            Callable<T> together = () -> {
                ready.countDown();
                assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
                return work.call();
            };
            List<T> results = new ArrayList<>();
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(together));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void handlesMadeAtOnceShareOneCache() throws Exception {
        inParallel(8, () -> this.<String>handle("180").add("one", "data"));
        assertThat(this.<String>handle("180").get("one").version()).isEqualTo(8);
    }
}
