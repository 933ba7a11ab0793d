package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.larder.expiry.TimeToLive;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.expiry.Deadlines;
import org.larder.provider.integration.AsyncLoads;
import org.larder.provider.integration.LoaderGate;
import org.larder.provider.integration.WorkerThread;
import org.larder.provider.log.LogCapture;
import org.larder.provider.operation.Operation;
import org.larder.provider.statistics.Counters;
import org.larder.provider.statistics.LoadTimes;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.ReferenceStore;

/** Reads of entries that are due to be reloaded, where there may be no thread for that. */
@Timeout(300)
class RefreshThreadsTest {

    private final AtomicLong nowMillis = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis.get());
    private final AtomicInteger threadsThatFail = new AtomicInteger();
    private final AsyncLoads threads = new AsyncLoads("orders", this::thread, Duration.ofSeconds(5));
    private final EntryStore<String, String> store = new ReferenceStore<>("orders", 100, clock);
    private final EntryEngine<String, String> engine = engine();

    @AfterEach
    void close() {
        threads.close();
    }

    /** A thread, or as many failures as the test asked for, as the JVM throws when the system has no more threads. */
    private Thread thread(Runnable work) {
        if (threadsThatFail.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        return new WorkerThread("reloading", work, null);
    }

    private EntryEngine<String, String> engine() {
        Counters counters = new Counters(() -> 0, false);
        LoadTimes times = new LoadTimes();
        return new EntryEngine<>(
                "orders",
                String.class,
                store,
                new Deadlines("orders", TimeToLive.ofSeconds(100).create(), clock),
                new EventDispatcher<>("orders", RefreshThreadsTest::noCache),
                counters,
                new ReadThrough<>(
                        new LoaderGate<>("orders", String.class, new Renewing(), times), threads, times, 0.5, 0),
                null,
                clock,
                new WaitGraph());
    }

    private static Cache<String, String> noCache() {
        throw new IllegalStateException("nobody hears events");
    }

    /** A loader of values that are new. */
    private static final class Renewing implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            return "new";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whoReadsGetsTheValueWhereNoThreadCanBeStartedAndTheNextOneHasItReloaded() {
        engine.apply(Operation.PUT, "k", "old", null);
        nowMillis.addAndGet(60_000);
        threadsThatFail.set(1);
        try (LogCapture log = new LogCapture(RefreshAhead.class.getName())) {
            assertThatCode(() -> assertThat(engine.get("k")).isEqualTo("old")).doesNotThrowAnyException();
            assertThat(log.messages()).singleElement().asString().contains("orders", "unable to create native thread");
        }
        assertThat(engine.get("k")).isEqualTo("old");
        await().until(() -> requireNonNull(store.read("k")).value().equals("new"));
    }

    @Test
    void whoReadsWhileTheThreadsAreClosedGetsTheValue() {
        engine.apply(Operation.PUT, "k", "old", null);
        nowMillis.addAndGet(60_000);
        threads.close();
        assertThat(engine.get("k")).isEqualTo("old");
        assertThat(engine.get("k")).isEqualTo("old");
    }
}
