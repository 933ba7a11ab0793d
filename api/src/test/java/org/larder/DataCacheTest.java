package org.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a data cache makes of failures, and what needs no provider. */
class DataCacheTest {

    private static final Instant START = Instant.parse("2026-03-10T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final FakeCache fake = new FakeCache();
    private final DataCache<Object> cache = handle("300");
    private final DataCache<Object> quiet = cache.raiseOnError(false);
    private final AtomicInteger calls = new AtomicInteger();
    private LogCapture log;

    private DataCache<Object> handle(String ttlSeconds) {
        return DataCache.builder()
                .cache(fake.cache())
                .ttlSeconds(ttlSeconds)
                .clock(now::get)
                .build();
    }

    @BeforeEach
    void listen() {
        log = new LogCapture(DataCache.class);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    private DataCallback<Object> returning(Object data) {
        return rid -> {
            calls.incrementAndGet();
            return data;
        };
    }

    @Test
    @Tag("S1-16")
    void failingAddIsRaisedWithItsCode() {
        fake.failing.add("invoke");
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> cache.add("one", "data"))
                .withMessageStartingWith("Failed to post record data")
                .withMessageContainingAll("'one'", "'fake'", "the disk is gone")
                .withCause(fake.failure)
                .satisfies(e -> assertThat(e.code()).isEqualTo(805));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Tag("S1-16")
    void failingAddIsLoggedOnceIfItIsNotRaised() {
        fake.failing.add("invoke");
        assertThat(quiet.add("one", "data")).isNull();
        assertThat(log.lines()).singleElement().asString().startsWith("SEVERE Failed to post record data of 'one'");
    }

    @Test
    @Tag("S1-16")
    void eachOperationSaysWhatItFailedTo() {
        fake.failing.addAll(List.of("invoke", "get", "remove"));
        assertThatThrownBy(() -> cache.update("one", "data")).hasMessageStartingWith("Failed to put record data");
        assertThatThrownBy(() -> cache.get("one")).hasMessageStartingWith("Failed to get record data");
        assertThatThrownBy(() -> cache.delete("one")).hasMessageStartingWith("Failed to delete record data");
        assertThat(quiet.update("one", "data")).isNull();
        assertThat(quiet.get("one")).isNull();
        assertThat(quiet.delete("one")).isNull();
        assertThat(log.lines()).hasSize(3).allMatch(line -> line.startsWith("SEVERE Failed to "));
    }

    @Test
    @Tag("S1-17")
    void failingReadIsAMissIfItIsNotRaised() {
        cache.add("one", "old");
        fake.failing.add("get");
        assertThat(quiet.get("one", returning("new")).cacheData()).isEqualTo("new");
        assertThat(calls).hasValue(1);
        assertThat(log.lines()).singleElement().asString().startsWith("SEVERE Failed to get record data");
        fake.failing.clear();
        assertThat(cache.get("one").cacheData()).isEqualTo("new");
    }

    @Test
    @Tag("S1-17")
    void failingReadIsRaisedBeforeTheCallbackIsCalled() {
        fake.failing.add("get");
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> cache.get("one", returning("new")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(805));
        assertThat(calls).hasValue(0);
    }

    @Test
    void dataOfTheCallbackReachesTheCallerThoughItCannotBeStored() {
        fake.failing.add("invoke");
        CachedData<Object> data = quiet.get("one", returning("new"));
        assertThat(data).isEqualTo(new CachedData<Object>(START, "new", 0));
        assertThat(log.lines()).singleElement().asString().startsWith("SEVERE Failed to put record data");
        assertThatThrownBy(() -> cache.get("one", returning("new")))
                .isInstanceOf(DataCacheException.class)
                .hasMessageStartingWith("Failed to put record data");
    }

    @Test
    @Tag("S1-12")
    void deletingWhatIsNotThereIsRaisedOrLogged() {
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> cache.delete("one"))
                .withMessageStartingWith("Failed to delete record data")
                .withMessageContaining("NOT_FOUND")
                .withNoCause()
                .satisfies(e -> assertThat(e.code()).isEqualTo(805));
        assertThat(quiet.delete("one")).isNull();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void recordThatIsNoRecordIsAFailure() {
        fake.entries.put("one", "not an envelope");
        assertThatThrownBy(() -> cache.get("one"))
                .isInstanceOf(DataCacheException.class)
                .hasCauseInstanceOf(ClassCastException.class);
        assertThat(quiet.get("one", returning("new"))).isNotNull();
    }

    @Test
    void errorsAreNeverWrapped() {
        Error error = new StackOverflowError();
        assertThatThrownBy(() -> quiet.get("one", rid -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    @Tag("S1-15")
    void whatTheCallbackThrowsIsTheCauseWhetherFailuresAreRaisedOrNot() {
        IOException thrown = new IOException("no network");
        for (DataCache<Object> handle : List.of(cache, quiet)) {
            assertThatThrownBy(() -> handle.get("one", rid -> {
                        throw thrown;
                    }))
                    .isInstanceOf(CacheLoaderException.class)
                    .hasCause(thrown)
                    .hasMessageContaining("'one'");
        }
        assertThat(fake.entries).isEmpty();
    }

    @Test
    void loaderExceptionOfTheCallbackIsPassedOn() {
        CacheLoaderException thrown = new CacheLoaderException("mine");
        assertThatThrownBy(() -> cache.get("one", rid -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void interruptOfTheCallbackIsKept() {
        assertThatThrownBy(() -> cache.get("one", rid -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(CacheLoaderException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callbackThatAsksForItsOwnRecordIsAnError() {
        assertThatThrownBy(() -> cache.get("one", rid -> cache.get(rid, returning("never"))))
                .isInstanceOf(CacheLoaderException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void callbackMayAskForOtherRecords() {
        CachedData<Object> data =
                cache.get("one", rid -> cache.get("two", returning("2")).cacheData() + "1");
        assertThat(data.cacheData()).isEqualTo("21");
        assertThat(cache.get("two").cacheData()).isEqualTo("2");
    }

    static Stream<Object> empty() {
        return Stream.of(Map.of(), List.of(), "", 0, 0L, 0.0, false, new int[0], Set.of());
    }

    @ParameterizedTest
    @Tag("S1-14")
    @MethodSource("empty")
    void emptyDataIsReturnedAndNotStored(Object empty) {
        assertThat(cache.get("one", returning(empty))).isEqualTo(new CachedData<>(START, empty, 0));
        assertThat(fake.entries).isEmpty();
    }

    static Stream<Object> full() {
        return Stream.of(Map.of("a", 1), Arrays.asList((Object) null), " ", 0.1, true, new int[1], Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("full")
    void whatIsNotEmptyIsStored(Object full) {
        assertThat(cache.get("one", returning(full))).isEqualTo(new CachedData<>(START, full, 1));
        assertThat(fake.entries).containsOnlyKeys("one");
    }

    @Test
    void emptyDataAndNullCanBeAdded() {
        cache.add("one", null);
        assertThat(cache.get("one")).isEqualTo(new CachedData<>(START, null, 1));
        cache.update("one", Map.of());
        assertThat(cache.get("one")).isEqualTo(new CachedData<>(START, Map.of(), 2));
    }

    @Test
    void hitIsReadOnceAndMissIsReadAgainBeforeTheCallback() {
        cache.add("one", "data");
        cache.get("one", returning("other"));
        assertThat(fake.reads).hasValue(1);
        cache.get("two", returning("other"));
        assertThat(fake.reads).hasValue(3);
    }

    @Test
    void recordThatAnotherWroteMeanwhileIsNotFetchedAgain() {
        fake.afterRead = number -> {
            if (number == 1) {
                cache.add("one", "of another");
            }
        };
        assertThat(cache.get("one", returning("mine")).cacheData()).isEqualTo("of another");
        assertThat(calls).hasValue(0);
    }

    @Test
    void whatTheCacheHasIsValidWhereThatIsLeftToTheCache() {
        DataCache<Object> trusting = DataCache.builder()
                .cache(fake.cache())
                .ttlSeconds("300")
                .validWhileCached()
                .clock(now::get)
                .build();
        trusting.add("one", "data");
        now.set(START.plusSeconds(301));

        assertThat(cache.get("one")).isNull();
        assertThat(trusting.get("one").cacheData()).isEqualTo("data");
        assertThat(trusting.raiseOnError(false).get("one").cacheData()).isEqualTo("data");
    }

    @Test
    void recordOfTheFutureIsValidUntilItsTimeIsOver() {
        cache.add("one", "data");
        now.set(START.minus(Duration.ofHours(1)));
        assertThat(cache.get("one")).isNotNull();
        now.set(START.plusSeconds(300));
        assertThat(cache.get("one")).isNull();
    }

    @ParameterizedTest
    @Tag("S1-5")
    @ValueSource(strings = {"abc", "", " 1", "1.5", "--1", "-", "-x", "99999999999999999999"})
    void timeToLiveThatIsNoNumberIsAnErrorThatShowsTextAndForm(String seconds) {
        assertThatThrownBy(() -> DataCache.builder().ttlSeconds(seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + seconds + "'", "whole number of seconds");
    }

    @Test
    @Tag("S1-6")
    void withoutLifeNothingIsFoundOrStoredAndWhatWasThereIsRemoved() {
        List<DataCache<Object>> handles = new ArrayList<>();
        for (String seconds : Arrays.asList("0", "-0", "000", "-1", "-99999999999999999999", null)) {
            handles.add(handle(seconds));
        }
        handles.add(DataCache.builder().cache(fake.cache()).ttlSeconds(0).build());
        handles.add(DataCache.builder().cache(fake.cache()).ttlSeconds(-1).build());
        handles.add(DataCache.builder().cache(fake.cache()).build());
        for (DataCache<Object> none : handles) {
            cache.add("one", "data");
            assertThat(none.get("one")).isNull();
            assertThat(none.add("one", "other")).isEqualTo(new WriteResult("one", 0, WriteResult.Result.NOT_STORED));
            assertThat(fake.entries).isEmpty();
            assertThat(none.update("one", "other").cacheData()).isEqualTo("other");
            assertThat(fake.entries).isEmpty();
        }
    }

    @Test
    void nullArgumentsAreRefusedAlsoWhereFailuresAreNotRaised() {
        assertThatThrownBy(() -> quiet.get(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> quiet.get(null, returning("x"))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> quiet.get("one", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> quiet.add(null, "x")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> quiet.update(null, "x")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> quiet.delete(null)).isInstanceOf(NullPointerException.class);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void handlesOfBothKindsShareRecords() {
        quiet.add("one", "data");
        assertThat(cache.get("one").cacheData()).isEqualTo("data");
        assertThat(quiet.raiseOnError(false)).isSameAs(quiet);
        assertThatThrownBy(() -> quiet.raiseOnError(true).delete("two")).isInstanceOf(DataCacheException.class);
    }

    @Test
    @Tag("S1-10")
    void envelopeHasItsNamesInJson() {
        CachedData<Object> data = cache.update("one", Map.of("one", 1));
        assertThat(data.asMap())
                .containsExactly(
                        Map.entry("cache-date", "2026-03-10T10:00:00Z"), Map.entry("cache-data", Map.of("one", 1)));
        assertThatThrownBy(() -> data.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(new CachedData<>(START, null, 1).asMap()).containsEntry("cache-data", null);
    }

    @Test
    void setUpThatLacksSomethingIsAnErrorOfCode800() {
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> DataCache.builder().domain("local", "shop").build())
                .withMessageContaining("no data type")
                .satisfies(e -> assertThat(e.code()).isEqualTo(800));
        assertThatThrownBy(() -> DataCache.builder().dataType("data").build())
                .isInstanceOf(DataCacheException.class)
                .hasMessageContainingAll("'data'", "neither a domain nor a manager");
    }

    @Test
    @Tag("S1-3")
    void unknownDomainIsAnErrorOfCode800ThatListsTheDomains() {
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> DataCache.builder()
                        .domain("bogus", "shop")
                        .dataType("data")
                        .build())
                .withMessageContainingAll("bogus", "local", "organization", "system")
                .satisfies(e -> assertThat(e.code()).isEqualTo(800));
    }

    @Test
    void envelopeAndProcessorCanGoElsewhere() throws Exception {
        CachedData<String> data = new CachedData<>(START, "data", 3);
        assertThat(copy(data)).isEqualTo(data);
        UpsertProcessor<String> processor = new UpsertProcessor<>(START, "data");
        assertThat(copy(processor)).isEqualTo(processor);
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
