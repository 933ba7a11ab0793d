package org.larder.provider.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class KeyLocksTest {

    private final WaitGraph waits = new WaitGraph();
    private final KeyLocks<Object> locks = new KeyLocks<>(waits);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertFree();
        assertThat(locks.size()).as("no lock is left behind").isZero();
    }

    @Test
    void oneThreadAtATimeHoldsAKey() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int[] unguarded = {0};
        List<Future<?>> runs = IntStream.range(0, 8)
                .<Future<?>>mapToObj(i -> threads.submit(() -> {
                    for (int n = 0; n < 2_000; n++) {
                        try (var hold = locks.acquire("k")) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            unguarded[0]++;
                            inside.decrementAndGet();
                        }
                    }
                }))
                .toList();
        for (Future<?> run : runs) {
            run.get();
        }
        assertThat(most).hasValue(1);
        assertThat(unguarded[0]).isEqualTo(16_000);
    }

    @Test
    void keysOfEqualBytesShareALock() throws Exception {
        CountDownLatch got = new CountDownLatch(1);
        Future<?> other;
        try (var hold = locks.acquire(new byte[] {1, 2})) {
            other = threads.submit(() -> holdAndTell(new byte[] {1, 2}, got));
            awaitWaiting(1);
            assertThat(got.getCount()).isOne();
        }
        other.get();
    }

    @Test
    void theOwnerEntersAgain() {
        try (var outer = locks.acquire("k")) {
            assertThat(outer.usedAgain()).isFalse();
            try (var inner = locks.acquire("k")) {
                assertThat(inner.usedAgain()).isFalse();
                assertThat(outer.usedAgain()).isTrue();
                try (var innermost = locks.acquire("k")) {
                    assertThat(innermost.usedAgain()).isFalse();
                    assertThat(inner.usedAgain()).isTrue();
                }
            }
        }
        try (var next = locks.acquire("k")) {
            assertThat(next.usedAgain()).isFalse();
        }
    }

    @Test
    void anotherThreadWaitsUntilTheOutermostHoldIsClosed() throws Exception {
        CountDownLatch got = new CountDownLatch(1);
        Future<?> other;
        try (var outer = locks.acquire("k")) {
            try (var inner = locks.acquire("k")) {
                other = threads.submit(() -> holdAndTell("k", got));
                awaitWaiting(1);
            }
            assertThat(got.getCount()).isOne();
        }
        other.get();
    }

    @Test
    void unrelatedKeysDoNotWait() throws Exception {
        try (var hold = locks.acquire("k")) {
            CountDownLatch got = new CountDownLatch(100);
            for (int i = 0; i < 100; i++) {
                int n = i;
                threads.execute(() -> holdAndTell("other" + n, got));
            }
            assertThat(got.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void aCycleOfThreadsEnds(int length) throws Exception {
        circle(length, List.of(locks));
    }

    @Test
    void aCycleAcrossCachesEnds() throws Exception {
        circle(2, List.of(locks, new KeyLocks<>(waits)));
        circle(3, List.of(locks, new KeyLocks<>(waits)));
    }

    /** Thread i holds key i and then wants key i + 1; the caches take turns. */
    private void circle(int length, List<KeyLocks<Object>> caches) throws Exception {
        CyclicBarrier allHoldOne = new CyclicBarrier(length);
        AtomicInteger ended = new AtomicInteger();
        List<Future<?>> runs = IntStream.range(0, length)
                .<Future<?>>mapToObj(i -> threads.submit(() -> {
                    int next = (i + 1) % length;
                    try (var mine = caches.get(i % caches.size()).acquire("key" + i)) {
                        allHoldOne.await();
                        try (var theirs = caches.get(next % caches.size()).acquire("key" + next)) {
                            ended.incrementAndGet();
                        }
                    }
                    return null;
                }))
                .toList();
        for (Future<?> run : runs) {
            run.get(60, TimeUnit.SECONDS);
        }
        assertThat(ended).hasValue(length);
    }

    @Test
    void whoBrokeACycleKnowsWhenItUsedTheKeyAgain() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch holdsB = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        Future<?> other;
        try (var a = locks.acquire("a")) {
            other = threads.submit(() -> {
                try (var b = locks.acquire("b")) {
                    holdsB.countDown();
                    try (var waiting = locks.acquire("a")) {
                        release.await(60, TimeUnit.SECONDS);
                        released.set(true);
                        return null;
                    }
                }
            });
            holdsB.await();
            awaitWaiting(1);
            try (var guest = locks.acquire("b")) { // would close the cycle
                assertThat(guest.usedAgain()).isFalse();
                try (var again = locks.acquire("b")) {
                    assertThat(guest.usedAgain()).isTrue();
                    assertThat(again.usedAgain()).isFalse();
                }
            }
        }
        threads.execute(() -> {
            awaitWaiting(1);
            release.countDown();
        });
        try (var b = locks.acquire("b")) { // no guest any more
            assertThat(released).isTrue();
        }
        other.get();
    }

    @Test
    void aKeyThatCannotBeHashedLeavesNothingBehind() {
        Object broken = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalArgumentException("no hash");
            }

            @Override
            public boolean equals(@Nullable Object other) {
                return this == other;
            }
        };
        assertThatThrownBy(() -> locks.acquire(broken)).hasMessage("no hash");
        assertFree();
    }

    private void assertFree() {
        int passage = locks.beginUnlocked();
        assertThat(passage).as("every hold was closed").isNotNegative();
        locks.endUnlocked(passage);
    }

    @Test
    void changesWithoutLockBeginWhereNobodyHoldsAny() {
        try (var hold = locks.acquire("k")) {
            assertThat(locks.beginUnlocked()).isEqualTo(KeyLocks.LOCKED);
            assertThat(hold.isAlone()).isTrue();
        }
    }

    @Test
    void whoeverHoldsAKeyIsAloneUnlessAChangeWithoutLockHadBegun() throws Exception {
        int passage = threads.submit(locks::beginUnlocked).get();
        try (var hold = locks.acquire("k")) {
            locks.endUnlocked(passage);
            assertThat(hold.isAlone()).isFalse();
            try (var inner = locks.acquire("k")) {
                assertThat(inner.isAlone()).isTrue();
            }
        }
        try (var hold = locks.acquire("k")) {
            assertThat(hold.isAlone()).isTrue();
        }
    }

    @Test
    void whoeverHoldsAKeyThatHadAGuestIsNotAlone() throws Exception {
        Future<Boolean> alone;
        try (var mine = locks.acquire("a")) {
            alone = threads.submit(() -> {
                try (var theirs = locks.acquire("b");
                        var wanted = locks.acquire("a")) {
                    return theirs.isAlone();
                }
            });
            awaitWaiting(1);
            try (var guest = locks.acquire("b")) {
                assertThat(guest.isAlone()).isFalse();
            }
        }
        assertThat(alone.get()).isFalse();
    }

    @Test
    void whoeverReadBeforeIsNotAlone() {
        try (var hold = locks.acquireLate("k")) {
            assertThat(hold.isAlone()).isFalse();
        }
    }

    private void holdAndTell(Object key, CountDownLatch got) {
        try (var hold = locks.acquire(key)) {
            got.countDown();
        }
    }

    private void awaitWaiting(int count) {
        Awaitility.await().until(() -> waits.waiting() == count);
    }
}
