package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;

/** What is left when code of the user throws: nothing half done, nothing locked, an exception that says where. */
@Timeout(300)
class UserFailureTest {

    private final RuntimeException onPurpose = new IllegalArgumentException("on purpose");

    private final Rig rig = new Rig();
    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private void fail() {
        Throwable now = thrown.get();
        if (now instanceof Error error) {
            throw error;
        }
        if (now instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Loads "loaded", unless it is to fail. */
    private final class Loader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            fail();
            return "loaded";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> all = new TreeMap<>();
            keys.forEach(key -> all.put(key, load(key)));
            return all;
        }
    }

    private final class Writer implements CacheWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            fail();
        }

        @Override
        public void writeAll(java.util.Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            fail();
            entries.clear();
        }

        @Override
        public void delete(Object key) {
            fail();
        }

        @Override
        public void deleteAll(java.util.Collection<?> keys) {
            fail();
            keys.clear();
        }
    }

    private interface Listener
            extends CacheEntryCreatedListener<String, String>, CacheEntryUpdatedListener<String, String> {}

    static Stream<Arguments> failures() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(
                                new IllegalArgumentException("on purpose"), new AssertionError("on purpose"))
                        .map(failure -> Arguments.of(storage, failure)));
    }

    private static void assertSays(Throwable failure, Throwable caught, Class<? extends Throwable> wrapper) {
        if (failure instanceof Error) {
            assertThat(caught).isSameAs(failure);
        } else {
            assertThat(caught).isExactlyInstanceOf(wrapper).hasCause(failure).hasMessageContaining("orders");
        }
    }

    private void assertUsable(Cache<String, String> cache) throws Exception {
        thrown.set(null);
        String answer = Threads.elsewhere(() -> {
            cache.put("k", "again");
            return cache.invoke("k", (entry, arguments) -> entry.getValue());
        });
        assertThat(answer).isEqualTo("again");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aLoaderThatThrowsLeavesTheKeyMissing(Storage storage, Throwable failure) throws Exception {
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .setStatisticsEnabled(true)
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(new Loader())));
        thrown.set(failure);
        assertSays(failure, catchThrowable(() -> cache.get("k")), CacheLoaderException.class);
        assertThat(rig.counts("orders")).as("a miss triggers the loader").containsExactly(0L, 1L, 0L, 0L);
        assertSays(failure, catchThrowable(() -> cache.getAll(Set.of("k", "l"))), CacheLoaderException.class);
        assertSays(
                failure,
                catchThrowable(() -> cache.invoke("k", (entry, arguments) -> entry.getValue())),
                CacheLoaderException.class);
        assertThat(rig.counts("orders")).containsExactly(0L, 4L, 0L, 0L);
        assertThat(cache.containsKey("k")).isFalse();
        CompletionListenerFuture future = new CompletionListenerFuture();
        if (failure instanceof RuntimeException) {
            cache.loadAll(Set.of("k"), true, future);
            assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CacheLoaderException.class);
        }
        assertUsable(cache);
        cache.remove("k");
        assertThat(cache.get("k")).isEqualTo("loaded");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aWriterThatThrowsLeavesTheEntryAsItWas(Storage storage, Throwable failure) throws Exception {
        Journal journal = new Journal();
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .setStatisticsEnabled(true)
                        .addCacheEntryListenerConfiguration(journal.listening())
                        .setWriteThrough(true)
                        .setCacheWriterFactory(Journal.one(new Writer())));
        cache.put("k", "old");
        journal.clear();
        rig.statistics("orders").clear();
        for (Action action : Action.values()) {
            if (WRITING.contains(action)) {
                thrown.set(failure);
                Throwable caught = catchThrowable(() -> resultsOf(action.on(cache)));
                assertSays(failure, caught, CacheWriterException.class);
                thrown.set(null);
                assertThat(cache.get("k")).as("%s", action).isEqualTo("old");
            }
        }
        assertThat(journal.events).isEmpty();
        assertThat(rig.statistics("orders").getCachePuts()).isZero();
        assertThat(rig.statistics("orders").getCacheRemovals()).isZero();
        assertUsable(cache);
    }

    private static final Set<Action> WRITING = Set.of(
            Action.PUT,
            Action.GET_AND_PUT,
            Action.PUT_ALL,
            Action.REPLACE,
            Action.REPLACE_EQUAL,
            Action.GET_AND_REPLACE,
            Action.REMOVE,
            Action.REMOVE_EQUAL,
            Action.GET_AND_REMOVE,
            Action.REMOVE_ALL_OF,
            Action.REMOVE_ALL,
            Action.ITERATE_REMOVE,
            Action.INVOKE_SET,
            Action.INVOKE_REMOVE,
            Action.INVOKE_ALL_SET);

    /** Asks each result of invokeAll, where its exception is. */
    private static void resultsOf(@Nullable Object result) {
        if (result instanceof Map<?, ?> map) {
            for (Object each : map.values()) {
                if (each instanceof EntryProcessorResult<?> one) {
                    one.get();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aProcessorThatThrowsChangesNothing(Storage storage, Throwable failure) throws Exception {
        Journal journal = new Journal();
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings().setStatisticsEnabled(true).addCacheEntryListenerConfiguration(journal.listening()));
        thrown.set(failure);
        Throwable caught = catchThrowable(() -> cache.invoke("k", (entry, arguments) -> {
            entry.setValue("half");
            fail();
            return null;
        }));
        assertSays(failure, caught, EntryProcessorException.class);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(journal.events).isEmpty();
        assertThat(rig.counts("orders"))
                .as("a miss, for the processor was invoked")
                .containsExactly(0L, 1L, 0L, 0L);
        assertUsable(cache);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void invokeAllKeepsTheResultsOfTheOthers(Storage storage) {
        Cache<String, String> cache = rig.create(
                "orders", storage.strings().setReadThrough(true).setCacheLoaderFactory(Journal.one(new Loader())));
        cache.put("b", "there");
        thrown.set(onPurpose);
        Map<String, EntryProcessorResult<String>> results =
                cache.invokeAll(Set.of("a", "b", "c"), (entry, arguments) -> {
                    if (entry.getKey().equals("c")) {
                        throw onPurpose;
                    }
                    return entry.getValue();
                });
        assertThat(results).containsOnlyKeys("a", "b", "c");
        assertThat(results.get("b").get()).isEqualTo("there");
        assertThatThrownBy(() -> results.get("a").get()).isInstanceOf(CacheLoaderException.class);
        assertThatThrownBy(() -> results.get("c").get()).isInstanceOf(EntryProcessorException.class);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListenerThatThrowsDoesNotUndoTheChange(Storage storage, Throwable failure) throws Exception {
        Listener listener = new Listener() {
            @Override
            public void onCreated(Iterable<javax.cache.event.CacheEntryEvent<? extends String, ? extends String>> all) {
                fail();
            }

            @Override
            public void onUpdated(Iterable<javax.cache.event.CacheEntryEvent<? extends String, ? extends String>> all) {
                fail();
            }
        };
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .setStatisticsEnabled(true)
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                Journal.one(listener), null, false, true)));
        thrown.set(failure);
        assertSays(failure, catchThrowable(() -> cache.put("k", "v")), CacheEntryListenerException.class);
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(rig.counts("orders")).containsExactly(1L, 0L, 1L, 0L);
        assertUsable(cache);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aListenerThatThrowsDoesNotStopABulkOperationHalfWay(Storage storage) {
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            many.put("k" + i, "v");
        }
        Journal journal = new Journal();
        CacheEntryEventFilter<String, String> filter = event -> {
            journal.events.add(event.getKey());
            throw onPurpose;
        };
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .setCacheLoaderFactory(Journal.one(new Loader()))
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                journal.listening().getCacheEntryListenerFactory(), Journal.one(filter), true, true)));
        assertThatThrownBy(() -> cache.putAll(many)).isInstanceOf(CacheEntryListenerException.class);
        assertThat(cache.getAll(many.keySet())).isEqualTo(many);
        assertThat(journal.events).containsExactlyInAnyOrderElementsOf(many.keySet());
        assertThatThrownBy(() -> cache.removeAll(many.keySet())).isInstanceOf(CacheEntryListenerException.class);
        assertThat(Rig.listOf(cache)).isEmpty();
        CompletionListenerFuture future = new CompletionListenerFuture();
        cache.loadAll(many.keySet(), false, future);
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CacheEntryListenerException.class);
        assertThat(cache.getAll(many.keySet())).hasSize(10);
        assertThatThrownBy(cache::removeAll).isInstanceOf(CacheEntryListenerException.class);
        assertThat(Rig.listOf(cache)).isEmpty();
    }

    /** A value whose {@code equals} throws. */
    private record Touchy(String text) implements Serializable {
        private static final ThreadLocal<@Nullable Throwable> THROWN = new ThreadLocal<>();

        @Override
        public boolean equals(@Nullable Object other) {
            Throwable now = THROWN.get();
            if (now instanceof Error error) {
                throw error;
            }
            if (now instanceof RuntimeException exception) {
                throw exception;
            }
            return other instanceof Touchy touchy && touchy.text.equals(text);
        }

        @Override
        public int hashCode() {
            Throwable now = THROWN.get();
            if (now instanceof RuntimeException exception) {
                throw exception;
            }
            return text.hashCode();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anEqualsThatThrowsChangesNothing(Storage storage, Throwable failure) throws Exception {
        Cache<String, Touchy> cache = rig.create(
                "orders",
                storage.apply(new LarderConfiguration<String, Touchy>().setTypes(String.class, Touchy.class)));
        cache.put("k", new Touchy("v"));
        Touchy.THROWN.set(failure);
        try {
            for (Throwable caught : List.of(
                    catchThrowable(() -> cache.replace("k", new Touchy("unlike v"), new Touchy("w"))),
                    catchThrowable(() -> cache.remove("k", new Touchy("unlike v"))))) {
                assertSays(failure, caught, CacheException.class);
            }
        } finally {
            Touchy.THROWN.remove();
        }
        assertThat(cache.get("k")).isEqualTo(new Touchy("v"));
        assertThat(Threads.elsewhere(() -> cache.remove("k", new Touchy("v")))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aHashCodeThatThrowsChangesNothingAndLocksNothing(Storage storage) throws Exception {
        Journal journal = new Journal();
        Cache<Touchy, String> cache = rig.create(
                "orders",
                storage.apply(new LarderConfiguration<Touchy, String>().setTypes(Touchy.class, String.class)));
        Touchy key = new Touchy("k");
        cache.put(key, "v");
        Touchy.THROWN.set(onPurpose);
        try {
            assertThatThrownBy(() -> cache.invoke(key, (entry, arguments) -> {
                        entry.setValue("w");
                        return null;
                    }))
                    .isSameAs(onPurpose);
        } finally {
            Touchy.THROWN.remove();
        }
        assertThat(journal.events).isEmpty();
        assertThat(cache.get(key)).isEqualTo("v");
        assertThat(Threads.elsewhere(() -> cache.getAndPut(key, "x"))).isEqualTo("v");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    @SuppressWarnings({"unchecked", "rawtypes"}) // what the compiler cannot stop
    void aLoaderCannotSmuggleInAValueOfAnotherType(Storage storage) throws Exception {
        CacheLoader raw = new CacheLoader<String, Object>() {
            @Override
            public Object load(String key) {
                return 7;
            }

            @Override
            public Map<String, Object> loadAll(Iterable<? extends String> keys) {
                return Map.of("k", 7);
            }
        };
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings().setReadThrough(true).setCacheLoaderFactory(Journal.one((CacheLoader<String, String>)
                        raw)));
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("java.lang.Integer");
        assertThatThrownBy(() -> cache.getAll(Set.of("k"))).isInstanceOf(CacheLoaderException.class);
        assertThat(cache.containsKey("k")).isFalse();
        assertUsable(cache);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void anInterruptedLoaderLeavesTheThreadInterrupted(Storage storage) {
        Supplier<RuntimeException> failing = () -> new CacheLoaderException(new InterruptedException("on purpose"));
        Cache<String, String> cache = rig.create(
                "orders", storage.strings().setReadThrough(true).setCacheLoaderFactory(Journal.one(new Loader())));
        thrown.set(failing.get());
        assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheLoaderException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
