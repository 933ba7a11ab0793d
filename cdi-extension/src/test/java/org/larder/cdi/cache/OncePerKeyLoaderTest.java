package org.larder.cdi.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.cache.integration.CacheLoader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OncePerKeyLoaderTest {

    /** A loader made of a function. */
    private record Calling(UnaryOperator<Object> function) implements CacheLoader<Object, Object> {
        @Override
        public Object load(Object key) {
            return function.apply(key);
        }

        @Override
        public Map<Object, Object> loadAll(Iterable<?> keys) {
            Map<Object, Object> found = new HashMap<>();
            keys.forEach(key -> found.put(key, load(key)));
            return found;
        }
    }

    @Test
    void whoAsksForAKeyThatIsBeingLoadedWaitsForThat() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        OncePerKeyLoader loader = new OncePerKeyLoader(new Calling(key -> {
            await(go);
            return calls.incrementAndGet();
        }));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Thread> asking = java.util.Collections.synchronizedList(new ArrayList<>());
        try {
            List<Future<Object>> found = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                found.add(threads.submit(() -> {
                    asking.add(Thread.currentThread());
                    return loader.load("a");
                }));
            }
            Awaitility.await()
                    .until(() -> asking.size() == 8
                            && asking.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            go.countDown();
            for (Future<Object> each : found) {
                assertThat(each.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLoaderThatAsksForItsOwnKeyIsCalledAgainInsteadOfWaitingForItself() {
        List<Object> asked = new ArrayList<>();
        OncePerKeyLoader[] loader = new OncePerKeyLoader[1];
        loader[0] = new OncePerKeyLoader(new Calling(key -> {
            asked.add(key);
            return asked.size() == 1 ? loader[0].load(key) : "end";
        }));

        assertThat(loader[0].load("a")).isEqualTo("end");
        assertThat(asked).containsExactly("a", "a");
    }

    @Test
    void severalKeysAreLoadedAtOnce() {
        assertThat(new OncePerKeyLoader(new Calling(key -> key)).loadAll(Set.of("a", "b")))
                .isEqualTo(Map.of("a", "a", "b", "b"));
    }
}
