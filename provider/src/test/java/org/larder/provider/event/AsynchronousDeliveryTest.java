package org.larder.provider.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.larder.provider.event.Fixture.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.cache.event.EventType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.event.Fixture.Recorder;
import org.larder.provider.log.LogCapture;

@Timeout(300)
class AsynchronousDeliveryTest {
    private final Fixture fixture = new Fixture();

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void listenerIsCalledOnADaemonThreadThatStartsWithTheFirstEventAndEndsWithClose() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Recorder recorder = fixture.listen(false, event -> thread.complete(Thread.currentThread()));
        assertThat(thread).isNotDone();
        fixture.update("k");
        fixture.dispatcher.close();
        assertThat(recorder.heard()).containsExactly("UPDATED k 1");
        Thread caller = thread.get(60, TimeUnit.SECONDS);
        assertThat(caller.getName()).isEqualTo("larder-events-orders");
        assertThat(caller.isDaemon()).isTrue();
        assertThat(caller.getContextClassLoader()).isSameAs(Recorder.class.getClassLoader());
        caller.join(60_000);
        assertThat(caller.isAlive()).isFalse();
    }

    @Test
    void operationDoesNotWait() {
        CountDownLatch release = new CountDownLatch(1);
        Recorder recorder = fixture.listen(false, event -> await(release));
        fixture.update("k");
        fixture.update("k");
        assertThat(recorder.events).hasSizeLessThan(2);
        release.countDown();
        fixture.dispatcher.close();
        assertThat(recorder.heard()).containsExactly("UPDATED k 1", "UPDATED k 2");
    }

    @Test
    void slowListenerDoesNotHoldUpAnother() {
        CountDownLatch release = new CountDownLatch(1);
        fixture.listen(false, event -> await(release));
        Recorder other = fixture.listen(false, event -> {});
        fixture.update("k");
        Awaitility.await().until(() -> other.events.size() == 1);
        release.countDown();
        fixture.dispatcher.close();
    }

    @Test
    void eventsOfOneKeyAreInOrderUnderContentionAndAllAreHeardBeforeClose() throws Exception {
        Recorder recorder = fixture.listen(false, event -> {});
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> futures = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 6; i++) {
            futures.add(threads.submit(() -> IntStream.range(0, 500).forEach(n -> fixture.update("k"))));
        }
        for (Future<?> future : futures) {
            future.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        fixture.dispatcher.close();
        assertThat(recorder.heard())
                .isEqualTo(IntStream.rangeClosed(1, 3000)
                        .mapToObj(version -> "UPDATED k " + version)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAListenerThrowsIsLoggedOnceAMinuteAndItsThreadGoesOn(boolean error) {
        Set<Thread> callers = ConcurrentHashMap.newKeySet();
        Recorder recorder = fixture.listen(false, event -> {
            callers.add(Thread.currentThread());
            if (error) {
                throw new AssertionError("boom");
            }
            throw new IllegalStateException("boom");
        });
        try (LogCapture log = new LogCapture(Registration.class.getName())) {
            IntStream.range(0, 20).forEach(n -> fixture.update("k"));
            fixture.dispatcher.close();
            assertThat(log.messages()).singleElement().asString().contains("orders", "UPDATED");
        }
        assertThat(recorder.events).hasSize(20);
        assertThat(callers).hasSize(1);
    }

    @Test
    void listenerMayUseTheCacheAndCloseIt() {
        CountDownLatch closed = new CountDownLatch(1);
        Recorder synchronous = fixture.listen(true, event -> {});
        Recorder recorder = fixture.listen(false, event -> {
            if (event.getKey().equals("k")) {
                fixture.update("other");
                fixture.dispatcher.close();
                closed.countDown();
            }
        });
        fixture.update("k");
        await(closed);
        Awaitility.await().until(() -> recorder.closed.get() == 1);
        assertThat(recorder.heard()).containsExactly("UPDATED k 1", "UPDATED other 1");
        assertThat(synchronous.heard())
                .as("events of different keys have no order")
                .containsExactlyInAnyOrder("UPDATED k 1", "UPDATED other 1");
        assertThat(synchronous.closed).hasValue(1);
    }

    @Test
    void listenerThatDoesNotEndIsInterruptedAndItsEventsAreDroppedWithAWarning() {
        Fixture hasty = new Fixture(Duration.ofMillis(50));
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Recorder recorder = new Recorder(event -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        hasty.dispatcher.register(configuration(recorder, null, false, false));
        hasty.raise(EventType.CREATED, "a", 1, null);
        Awaitility.await().until(() -> recorder.events.size() == 1);
        hasty.raise(EventType.CREATED, "b", 1, null);
        try (LogCapture log = new LogCapture(Registration.class.getName())) {
            hasty.dispatcher.close();
            assertThat(log.messages()).singleElement().asString().contains("orders", "1 events are dropped");
        }
        Awaitility.await().until(() -> recorder.closed.get() == 1);
        assertThat(interrupted).isTrue();
        assertThat(recorder.heard()).containsExactly("CREATED a 1");
    }

    @Test
    void listenersMayComeAndGoWhileEventsAreInFlight() throws Exception {
        // So many events a round that the listeners keep up on the slowest machine.
        Semaphore events = new Semaphore(0);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> writers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(threads.submit(() -> {
                for (int n = 0; n < 300 * 100; n++) {
                    events.acquireUninterruptibly();
                    fixture.update("k");
                }
            }));
        }
        for (int i = 0; i < 300; i++) {
            events.release(200);
            Recorder[] self = new Recorder[1];
            AtomicBoolean calledAfterClose = new AtomicBoolean();
            self[0] = new Recorder(event -> calledAfterClose.compareAndSet(false, self[0].closed.get() != 0));
            var configuration = configuration(self[0], null, true, i % 2 == 0);
            fixture.dispatcher.register(configuration);
            fixture.update("mine");
            fixture.dispatcher.deregister(configuration);
            assertThat(self[0].closed).hasValue(1);
            assertThat(calledAfterClose).isFalse();
            assertThat(self[0].heard()).anyMatch(heard -> heard.startsWith("UPDATED mine"));
            List<Integer> versions = List.copyOf(self[0].events).stream()
                    .filter(event -> event.getKey().equals("k"))
                    .<Integer>map(event -> event.getValue())
                    .toList();
            assertThat(versions).isSorted().doesNotHaveDuplicates();
        }
        for (Future<?> writer : writers) {
            assertThatCode(() -> writer.get(60, TimeUnit.SECONDS)).doesNotThrowAnyException();
        }
        threads.shutdown();
    }
}
