package org.larder.provider.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.provider.event.Fixture.configuration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.larder.provider.event.Fixture.Recorder;

@Timeout(300)
class SynchronousDeliveryTest {
    private final Fixture fixture = new Fixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private static void join(List<? extends Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            future.get(60, TimeUnit.SECONDS);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitParked(Thread thread) {
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void listenerIsCalledByTheOperatingThreadAfterTheLockIsReleased() {
        AtomicBoolean locked = new AtomicBoolean();
        List<Thread> callers = new CopyOnWriteArrayList<>();
        fixture.listen(true, event -> {
            callers.add(Thread.currentThread());
            locked.set(fixture.holdsAnyLock());
        });
        try (Delivery<String, Integer> delivery = fixture.dispatcher.open(false)) {
            fixture.underLock("k", () -> delivery.enqueue(EventType.CREATED, "k", 1, null));
            assertThat(callers).isEmpty();
        }
        assertThat(callers).containsExactly(Thread.currentThread());
        assertThat(locked).isFalse();
    }

    @Test
    void eventsOfOneKeyReachEachListenerInOrderUnderContention() throws Exception {
        Recorder first = fixture.listen(true, event -> {});
        Recorder second = fixture.listen(true, event -> Thread.onSpinWait());
        CyclicBarrier start = new CyclicBarrier(8);
        join(IntStream.range(0, 8)
                .mapToObj(i -> threads.submit(() -> {
                    meet(start);
                    for (int n = 0; n < 500; n++) {
                        fixture.update("k");
                    }
                }))
                .toList());
        List<String> expected = IntStream.rangeClosed(1, 4000)
                .mapToObj(version -> "UPDATED k " + version)
                .toList();
        assertThat(first.heard()).isEqualTo(expected);
        assertThat(second.heard()).isEqualTo(expected);
    }

    @Test
    void eventsOfManyKeysAreInOrderPerKeyAndHeardWhenTheOperationReturns() throws Exception {
        Map<String, Integer> lastHeard = new ConcurrentHashMap<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        fixture.listen(true, event -> {
            Integer before = lastHeard.put(event.getKey(), event.getValue());
            if ((before == null ? 0 : before) + 1 != event.getValue()) {
                wrong.add(event + " after " + before);
            }
        });
        CyclicBarrier start = new CyclicBarrier(6);
        join(IntStream.range(0, 6)
                .mapToObj(i -> threads.submit(() -> {
                    meet(start);
                    for (int n = 0; n < 3000; n++) {
                        fixture.update("k" + (n * 7 + i) % 5);
                    }
                }))
                .toList());
        assertThat(wrong).isEmpty();
        assertThat(lastHeard.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(18_000);
    }

    @Test
    void differentKeysAreDeliveredAtOnce() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        fixture.listen(true, event -> meet(both));
        join(List.of(threads.submit(() -> fixture.update("a")), threads.submit(() -> fixture.update("b"))));
    }

    @Test
    void eventWaitsForTheEarlierOneOfItsKeyThroughAnInterrupt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inFirst = new CountDownLatch(1);
        Recorder recorder = fixture.listen(true, event -> {
            if (event.getValue() == 1) {
                inFirst.countDown();
                await(release);
            }
        });
        Future<?> first = threads.submit(() -> fixture.update("k"));
        await(inFirst);
        AtomicBoolean interruptedAfterwards = new AtomicBoolean();
        Thread second = new Thread(() -> {
            fixture.update("k");
            interruptedAfterwards.set(Thread.currentThread().isInterrupted());
        });
        second.start();
        awaitParked(second);
        second.interrupt();
        Awaitility.await().until(() -> !second.isInterrupted());
        awaitParked(second);
        assertThat(recorder.heard()).containsExactly("UPDATED k 1");
        release.countDown();
        join(List.of(first));
        second.join(60_000);
        assertThat(recorder.heard()).containsExactly("UPDATED k 1", "UPDATED k 2");
        assertThat(interruptedAfterwards).isTrue();
    }

    @Test
    void whatAListenerDoesToTheSameKeyIsHeardAfterItReturnsAndBeforeTheOperationDoes() {
        List<String> log = new CopyOnWriteArrayList<>();
        fixture.listen(true, event -> {
            log.add("enter " + event.getValue());
            if (event.getValue() < 3) {
                fixture.update("k");
            }
            log.add("leave " + event.getValue());
        });
        fixture.update("k");
        assertThat(log).containsExactly("enter 1", "leave 1", "enter 2", "leave 2", "enter 3", "leave 3");
    }

    @Test
    void listenersThatWriteToEachOthersKeysDoNotDeadlock() throws Exception {
        Fixture other = new Fixture();
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicBoolean firstRound = new AtomicBoolean(true);
        Recorder here = fixture.listen(true, event -> {
            if (event.getKey().equals("here") && event.getValue() == 1) {
                meet(both);
                other.update("there");
                fixture.update("both");
            }
        });
        Recorder there = other.listen(true, event -> {
            if (event.getKey().equals("there") && firstRound.compareAndSet(true, false)) {
                meet(both);
                fixture.update("here");
                fixture.update("both");
            }
        });
        join(List.of(threads.submit(() -> fixture.update("here")), threads.submit(() -> other.update("there"))));
        assertThat(here.heard()).contains("UPDATED here 1", "UPDATED here 2", "UPDATED both 1", "UPDATED both 2");
        assertThat(there.heard()).containsExactly("UPDATED there 1", "UPDATED there 2");
    }

    @Test
    void manyThreadsWhoseListenersWriteToOtherKeysDoNotDeadlock() throws Exception {
        Map<String, Integer> lastHeard = new ConcurrentHashMap<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        fixture.listen(true, event -> {
            Integer before = lastHeard.put(event.getKey(), event.getValue());
            if ((before == null ? 0 : before) + 1 != event.getValue()) {
                wrong.add(event + " after " + before);
            }
            if (event.getValue() % 3 == 0) {
                fixture.update("k" + event.getValue() % 4);
            }
        });
        join(IntStream.range(0, 6)
                .mapToObj(i -> threads.submit(() -> {
                    for (int n = 0; n < 1000; n++) {
                        fixture.update("k" + (n + i) % 4);
                    }
                }))
                .toList());
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothingIsDeliveredWhileAnOperationFartherOutHoldsALock() {
        Fixture other = new Fixture();
        List<Boolean> locked = new CopyOnWriteArrayList<>();
        Recorder recorder = fixture.listen(true, event -> locked.add(other.holdsAnyLock()));
        assertThat(other.dispatcher.isEmpty()).isTrue();
        try (Delivery<String, Integer> outer = other.dispatcher.open(true)) {
            other.underLock("k", () -> {
                fixture.update("nested");
                assertThat(recorder.events).isEmpty();
                outer.enqueue(EventType.CREATED, "k", 1, null);
            });
        }
        assertThat(locked).containsExactly(false);
    }

    @Test
    void spanWithoutListenersAndUserCodeIgnoresEvents() {
        Recorder late;
        try (Delivery<String, Integer> delivery = fixture.dispatcher.open(false)) {
            late = fixture.listen(true, event -> {});
            delivery.enqueue(EventType.CREATED, "k", 1, null);
            assertThat(Outbox.isOpen()).isFalse();
        }
        assertThat(late.events).isEmpty();
    }

    @Test
    void exceptionOfAListenerReachesTheCallerAfterAllListenersWereCalled() {
        IllegalStateException first = new IllegalStateException("first");
        CacheEntryListenerException second = new CacheEntryListenerException("second");
        fixture.listen(true, event -> {
            throw first;
        });
        fixture.listen(true, event -> {
            throw second;
        });
        Recorder last = fixture.listen(true, event -> {});
        assertThatThrownBy(() -> fixture.update("k"))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasCause(first)
                .hasMessageContaining("orders")
                .hasMessageContaining("UPDATED")
                .hasSuppressedException(second);
        assertThat(last.events).hasSize(1);
        assertThat(Outbox.isOpen()).isFalse();
        assertThatThrownBy(() -> fixture.update("k")).isInstanceOf(CacheEntryListenerException.class);
        assertThat(last.events).as("the line goes on after a failure").hasSize(2);
    }

    @Test
    void listenerExceptionIsNotWrappedAgainAndMayBeThrownByTwoListeners() {
        CacheEntryListenerException shared = new CacheEntryListenerException("shared");
        for (int i = 0; i < 2; i++) {
            fixture.listen(true, event -> {
                throw shared;
            });
        }
        assertThatThrownBy(() -> fixture.update("k")).isSameAs(shared).hasNoSuppressedExceptions();
    }

    @Test
    void errorOfAListenerPassesUnwrappedAndLeadsOverExceptions() {
        AssertionError error = new AssertionError("error");
        fixture.listen(true, event -> {
            throw new IllegalStateException("exception");
        });
        fixture.listen(true, event -> {
            throw error;
        });
        Recorder last = fixture.listen(true, event -> {});
        assertThatThrownBy(() -> fixture.update("k")).isSameAs(error);
        assertThat(error.getSuppressed()).hasSize(1);
        assertThat(last.events).hasSize(1);
    }

    @Test
    void exceptionOfAFilterIsOneOfTheListener() {
        Recorder recorder = new Recorder();
        fixture.dispatcher.register(configuration(
                recorder,
                event -> {
                    throw new IllegalStateException("filter");
                },
                true,
                true));
        assertThatThrownBy(() -> fixture.update("k"))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasRootCauseMessage("filter");
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void exceptionOfTheOperationLeadsAndItsEventsAreStillDelivered() {
        Recorder recorder = fixture.listen(true, event -> {
            throw new IllegalStateException("listener");
        });
        assertThatThrownBy(() -> {
                    try (Delivery<String, Integer> delivery = fixture.dispatcher.open(false)) {
                        delivery.enqueue(EventType.CREATED, "k", 1, null);
                        throw new IllegalArgumentException("operation");
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(recorder.events).hasSize(1);
    }

    @Test
    void onlySomeOfManyFailuresAreKept() {
        fixture.listen(true, event -> {
            throw new IllegalStateException("again");
        });
        assertThatThrownBy(() -> {
                    try (Delivery<String, Integer> delivery = fixture.dispatcher.open(false)) {
                        for (int i = 0; i < 100; i++) {
                            delivery.enqueue(EventType.CREATED, "k" + i, 1, null);
                        }
                    }
                })
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(16));
    }

    @Test
    void listenerDeregisteredWhileItIsCalledIsClosedAfterwards() throws Exception {
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder[] self = new Recorder[1];
        AtomicBoolean closedDuringCall = new AtomicBoolean();
        Recorder recorder = new Recorder(event -> {
            inListener.countDown();
            await(release);
            closedDuringCall.set(self[0].closed.get() != 0);
        });
        self[0] = recorder;
        CacheEntryListenerConfiguration<String, Integer> configuration = configuration(recorder, null, true, true);
        fixture.dispatcher.register(configuration);
        Future<?> operation = threads.submit(() -> fixture.update("k"));
        await(inListener);
        Thread deregistering = new Thread(() -> fixture.dispatcher.deregister(configuration));
        deregistering.start();
        Awaitility.await().until(fixture.dispatcher::isEmpty);
        fixture.update("k");
        assertThat(recorder.closed).hasValue(0);
        release.countDown();
        join(List.of(operation));
        deregistering.join(60_000);
        assertThat(closedDuringCall).isFalse();
        assertThat(recorder.closed).hasValue(1);
        assertThat(recorder.events).as("what was enqueued before, and no more").hasSize(1);
    }

    @Test
    void listenerMayCloseTheDispatcher() {
        Recorder[] self = new Recorder[1];
        AtomicBoolean closedDuringCall = new AtomicBoolean();
        Recorder recorder = new Recorder(event -> {
            fixture.dispatcher.close();
            closedDuringCall.set(self[0].closed.get() != 0);
        });
        self[0] = recorder;
        fixture.dispatcher.register(configuration(recorder, null, true, true));
        fixture.update("k");
        assertThat(closedDuringCall).isFalse();
        assertThat(recorder.closed).hasValue(1);
    }

    @Test
    void arraysAsKeysAreOneLineWhenTheirBytesAreEqual() throws Exception {
        EventDispatcher<byte[], Integer> dispatcher = new EventDispatcher<>("arrays", Fixture::anyCache);
        CountDownLatch inFirst = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> heard = new CopyOnWriteArrayList<>();
        CacheEntryCreatedListener<byte[], Integer> listener = events -> events.forEach(event -> {
            heard.add(event.getValue());
            if (event.getValue() == 1) {
                inFirst.countDown();
                await(release);
            }
        });
        dispatcher.register(
                new MutableCacheEntryListenerConfiguration<byte[], Integer>(() -> listener, null, false, true));
        Future<?> first = threads.submit(() -> create(dispatcher, 1));
        await(inFirst);
        Thread second = new Thread(() -> create(dispatcher, 2));
        second.start();
        awaitParked(second);
        assertThat(heard).containsExactly(1);
        release.countDown();
        join(List.of(first));
        second.join(60_000);
        assertThat(heard).containsExactly(1, 2);
    }

    private static void create(EventDispatcher<byte[], Integer> dispatcher, int value) {
        try (Delivery<byte[], Integer> delivery = dispatcher.open(false)) {
            delivery.enqueue(EventType.CREATED, new byte[] {1, 2}, value, null);
        }
    }
}
