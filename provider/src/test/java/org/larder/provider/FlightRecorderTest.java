package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.Rig.Storage;
import org.larder.provider.chronicle.ForkedJvm;

/** What a recording of the JVM's flight recorder learns of caches. */
@Timeout(300)
class FlightRecorderTest {

    private static final String LOAD = "org.larder.Load";
    private static final String EVICTION_PASS = "org.larder.EvictionPass";
    private static final String EXPIRY_SWEEP = "org.larder.ExpirySweep";
    private static final String SLOW_OPERATION = "org.larder.SlowOperation";

    private final Rig rig = new Rig();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void nothingIsRecordedUnlessItIsAskedFor() {
        List<RecordedEvent> events = recorded(recording -> {}, this::useACacheOfEachKind);
        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .noneMatch(n -> n.startsWith("org.larder"));
    }

    @Test
    void callsOfTheLoaderAreRecordedWithWhatCameOfThem() {
        Cache<String, String> cache = rig.create(
                "orders",
                Storage.BY_VALUE
                        .strings()
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(new SomeLoader(Duration.ZERO))));
        List<RecordedEvent> events = recorded(recording -> recording.enable(LOAD), () -> {
            cache.get("a");
            cache.get("none");
            cache.getAll(Set.of("b", "c", "none"));
            assertThat(catchThrowable(() -> cache.get("bad"))).isInstanceOf(CacheLoaderException.class);
        });
        assertThat(events)
                .extracting(
                        event -> event.getString("cache"),
                        event -> event.getInt("keys"),
                        event -> event.getInt("values"),
                        event -> event.getBoolean("failed"))
                .containsExactly(
                        Tuple.tuple("orders", 1, 1, false),
                        Tuple.tuple("orders", 1, 0, false),
                        Tuple.tuple("orders", 3, 2, false),
                        Tuple.tuple("orders", 1, 0, true));
        assertThat(events).allSatisfy(event -> assertThat(event.getDuration()).isPositive());
    }

    @Test
    void eventsTellNothingOfKeysAndValues() {
        Cache<String, String> cache = rig.create(
                "orders",
                Storage.BY_VALUE
                        .strings()
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(new SomeLoader(Duration.ZERO))));
        List<RecordedEvent> events = recorded(
                recording -> {
                    recording.enable(LOAD);
                    recording.enable(SLOW_OPERATION).withThreshold(Duration.ZERO);
                },
                () -> cache.get("Ann Smith"));
        assertThat(events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.toString())
                        .doesNotContain("Smith")
                        .doesNotContain(Integer.toString("Ann Smith".hashCode())));
    }

    @Test
    void passesThatMakeRoomAreRecordedWithWhatTheyDropped() {
        Cache<String, String> cache = rig.create(
                "orders",
                Storage.BY_VALUE
                        .strings()
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_MINUTE)));
        CacheStorageMXBean storage = cache.unwrap(CacheStorageMXBean.class);
        String value = "x".repeat(1_000);
        List<RecordedEvent> events = recorded(recording -> recording.enable(EVICTION_PASS), () -> {
            for (int i = 0; i < 1_500; i++) {
                cache.put("k" + i, value);
            }
            rig.clock.advance(Duration.ofMinutes(2));
            for (int i = 0; i < 1_500; i++) {
                cache.put("k" + i, value);
            }
        });
        assertThat(storage.getEvictions()).isPositive();
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getString("cache")).isEqualTo("orders");
            assertThat(event.getInt("segment")).isNotNegative();
            assertThat(event.getInt("evicted") + event.getInt("expired")).isPositive();
        });
        assertThat(events.stream().mapToInt(event -> event.getInt("evicted")).sum())
                .isEqualTo((int) storage.getEvictions());
        assertThat(events.stream().mapToInt(event -> event.getInt("expired")).sum())
                .isPositive()
                .isLessThanOrEqualTo((int) storage.getExpirations());
    }

    @Test
    void sweepsThatFindSomethingAreRecorded() {
        AtomicInteger found = new AtomicInteger();
        try (Rig sweeping = new Rig(Duration.ofMillis(1));
                RecordingStream stream = new RecordingStream()) {
            stream.enable(EXPIRY_SWEEP);
            stream.onEvent(EXPIRY_SWEEP, event -> {
                if (event.getString("cache").equals("swept") && event.getInt("found") > 0) {
                    found.addAndGet(event.getInt("found"));
                }
            });
            stream.startAsync();
            Cache<String, String> cache = sweeping.create(
                    "swept",
                    Storage.BY_VALUE
                            .strings()
                            .setExpiryPolicyFactory(
                                    CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_MINUTE)));
            for (int i = 0; i < 10; i++) {
                cache.put("k" + i, "v");
            }
            sweeping.clock.advance(Duration.ofMinutes(2));
            Awaitility.await().until(() -> found.get() == 10);
            assertThat(cache.unwrap(CacheStorageMXBean.class).getExpirations()).isEqualTo(10);
        }
    }

    @Test
    void operationsSlowerThanTheThresholdAreRecorded() {
        Duration threshold = Duration.ofMillis(200);
        Cache<String, String> cache = rig.create(
                "orders",
                Storage.BY_VALUE
                        .strings()
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(new SomeLoader(threshold.multipliedBy(2)))));
        List<RecordedEvent> events =
                recorded(recording -> recording.enable(SLOW_OPERATION).withThreshold(threshold), () -> {
                    cache.put("k", "v");
                    cache.get("k");
                    cache.get("slow");
                });
        // The slow one, and no others but those that this machine made as slow.
        assertThat(events)
                .allSatisfy(event -> {
                    assertThat(event.getString("cache")).isEqualTo("orders");
                    assertThat(event.getDuration()).isGreaterThanOrEqualTo(threshold);
                })
                .last()
                .satisfies(event -> assertThat(event.getString("operation")).isEqualTo("GET"));
    }

    @Test
    void everyKindOfOperationHasAName() {
        List<RecordedEvent> events = recorded(
                recording -> recording.enable(SLOW_OPERATION).withThreshold(Duration.ZERO), this::useACacheOfEachKind);
        assertThat(events.stream().map(event -> event.getString("operation")).collect(Collectors.toSet()))
                .contains("GET", "PUT", "INVOKE", "GET_ALL", "PUT_ALL", "REMOVE_ALL", "LOAD_ALL", "CLEAR", "REMOVE");
    }

    @Test
    void runtimeWithoutAFlightRecorderRunsCachesWithoutEvents() {
        ForkedJvm.Result result = ForkedJvm.in(directory)
                .with(
                        "--limit-modules=java.management,java.naming,java.sql,jdk.unsupported,jdk.compiler,jdk.management")
                .run(CacheProgram.class);
        assertThat(result.outputButForUnsafe()).containsExactly("done");
        assertThat(result.exitCode()).isZero();
    }

    private void useACacheOfEachKind() {
        for (Storage storage : Storage.values()) {
            Cache<String, String> cache = rig.create(
                    storage.name(),
                    storage.strings()
                            .setReadThrough(true)
                            .setCacheLoaderFactory(Journal.one(new SomeLoader(Duration.ZERO))));
            cache.put("k", "v");
            cache.get("a");
            cache.getAll(Set.of("b"));
            cache.putAll(Map.of("c", "d"));
            cache.invoke("k", (entry, arguments) -> entry.getValue());
            cache.remove("k");
            cache.removeAll(Set.of("c"));
            cache.removeAll();
            cache.clear();
            CompletionListenerFuture loaded = new CompletionListenerFuture();
            cache.loadAll(Set.of("e"), true, loaded);
            assertThat(catchThrowable(loaded::get)).isNull();
        }
    }

    /** What a recording gets that is made while something happens. */
    private List<RecordedEvent> recorded(Consumer<Recording> settings, Runnable happening) {
        try (Recording recording = new Recording()) {
            settings.accept(recording);
            recording.start();
            happening.run();
            recording.stop();
            Path file = directory.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads anything but "none" and "bad", and "slow" for as long as it is told. */
    private record SomeLoader(Duration slowness) implements CacheLoader<String, String> {

        @Override
        public @Nullable String load(String key) {
            if (key.equals("bad")) {
                throw new CacheLoaderException("bad");
            }
            if (key.equals("slow")) {
                long end = System.nanoTime() + slowness.toNanos();
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
            }
            return key.equals("none") ? null : key;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> {
                String value = load(key);
                if (value != null) {
                    all.put(key, value);
                }
            });
            return all;
        }
    }
}
