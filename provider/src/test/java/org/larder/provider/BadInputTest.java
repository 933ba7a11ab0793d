package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;

/** Null, wrong types and closed objects. */
class BadInputTest {

    private static final EntryProcessor<String, String, Object> PROCESSOR = (entry, arguments) -> null;

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static Map<String, ThrowingCallable> withNulls(Cache<String, String> cache) {
        Set<String> nullKey = new HashSet<>(Arrays.asList("k", null));
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> cache.get(null));
        calls.put("getAll", () -> cache.getAll(null));
        calls.put("getAll of null", () -> cache.getAll(nullKey));
        calls.put("containsKey", () -> cache.containsKey(null));
        calls.put("loadAll", () -> cache.loadAll(null, true, null));
        calls.put("loadAll of null", () -> cache.loadAll(nullKey, true, null));
        calls.put("put null key", () -> cache.put(null, "v"));
        calls.put("put null value", () -> cache.put("k", null));
        calls.put("getAndPut null key", () -> cache.getAndPut(null, "v"));
        calls.put("getAndPut null value", () -> cache.getAndPut("k", null));
        calls.put("putAll", () -> cache.putAll(null));
        calls.put("putAll null key", () -> cache.putAll(mapOf("k", "v", null, "v")));
        calls.put("putAll null value", () -> cache.putAll(mapOf("k", "v", "l", null)));
        calls.put("putIfAbsent null key", () -> cache.putIfAbsent(null, "v"));
        calls.put("putIfAbsent null value", () -> cache.putIfAbsent("k", null));
        calls.put("remove", () -> cache.remove(null));
        calls.put("remove null key, value", () -> cache.remove(null, "v"));
        calls.put("remove key, null value", () -> cache.remove("k", null));
        calls.put("getAndRemove", () -> cache.getAndRemove(null));
        calls.put("replace null key", () -> cache.replace(null, "v"));
        calls.put("replace null value", () -> cache.replace("k", null));
        calls.put("replace null key, equal", () -> cache.replace(null, "v", "w"));
        calls.put("replace null old value", () -> cache.replace("k", null, "w"));
        calls.put("replace null new value", () -> cache.replace("k", "v", null));
        calls.put("getAndReplace null key", () -> cache.getAndReplace(null, "v"));
        calls.put("getAndReplace null value", () -> cache.getAndReplace("k", null));
        calls.put("removeAll", () -> cache.removeAll(null));
        calls.put("removeAll of null", () -> cache.removeAll(nullKey));
        calls.put("invoke null key", () -> cache.invoke(null, PROCESSOR));
        calls.put("invoke null processor", () -> cache.invoke("k", null));
        calls.put("invokeAll null keys", () -> cache.invokeAll(null, PROCESSOR));
        calls.put("invokeAll null key", () -> cache.invokeAll(nullKey, PROCESSOR));
        calls.put("invokeAll null processor", () -> cache.invokeAll(Set.of("k"), null));
        calls.put("registerCacheEntryListener", () -> cache.registerCacheEntryListener(null));
        calls.put("deregisterCacheEntryListener", () -> cache.deregisterCacheEntryListener(null));
        calls.put("getConfiguration", () -> cache.getConfiguration(null));
        calls.put("unwrap", () -> cache.unwrap(null));
        return calls;
    }

    private static Map<String, String> mapOf(@Nullable String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void nullIsRefusedAndChangesNothing(Storage storage) {
        Journal journal = new Journal();
        Cache<String, String> cache = rig.create(
                "nulls",
                storage.strings()
                        .setStatisticsEnabled(true)
                        .addCacheEntryListenerConfiguration(journal.listening())
                        .setWriteThrough(true)
                        .setCacheWriterFactory(journal.writing())
                        .setReadThrough(true)
                        .setCacheLoaderFactory(journal.loading()));
        withNulls(cache)
                .forEach((name, call) -> assertThatThrownBy(call).as(name).isInstanceOf(NullPointerException.class));
        assertThat(journal.events).isEmpty();
        assertThat(journal.writes).isEmpty();
        assertThat(journal.loads).isEmpty();
        assertThat(rig.counts("nulls")).containsOnly(0L);
        assertThat(Rig.listOf(cache)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void nullKeysAndValuesAreRefusedInWordsThatNameTheCache(Storage storage) {
        Cache<String, String> cache = rig.create("orders", storage.strings());
        assertThatThrownBy(() -> cache.get(null)).hasMessageContaining("orders").hasMessageContaining("key");
        assertThatThrownBy(() -> cache.put("k", null))
                .hasMessageContaining("orders")
                .hasMessageContaining("value");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aClosedCacheRefusesEveryOperation(Storage storage) {
        Cache<String, String> cache = rig.create("gone", storage.strings());
        cache.put("k", "v");
        var entries = cache.iterator();
        cache.close();
        for (Action action : Action.values()) {
            assertThatThrownBy(() -> action.on(cache))
                    .as("%s", action)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("gone");
        }
        assertThatThrownBy(() -> cache.registerCacheEntryListener(new Journal().listening()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cache.deregisterCacheEntryListener(new Journal().listening()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(entries::next).isInstanceOf(IllegalStateException.class);
        assertThat(cache.isClosed()).isTrue();
        assertThat(cache.getName()).isEqualTo("gone");
        assertThat(cache.getCacheManager()).isSameAs(rig.manager);
        assertThatCode(cache::close).doesNotThrowAnyException();
    }

    @Test
    void aClosedManagerRefusesEveryOperation() {
        CacheManager manager = rig.manager;
        Cache<String, String> cache = rig.create("c", Storage.BY_REFERENCE.strings());
        manager.close();
        assertThat(cache.isClosed()).isTrue();
        List<ThrowingCallable> calls = List.of(
                () -> manager.createCache("d", new MutableConfiguration<>()),
                () -> manager.getCache("c"),
                () -> manager.getCache("c", String.class, String.class),
                manager::getCacheNames,
                () -> manager.destroyCache("c"),
                () -> manager.enableManagement("c", true),
                () -> manager.enableStatistics("c", true));
        calls.forEach(call -> assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(manager.getURI().toString()));
        assertThatCode(manager::close).doesNotThrowAnyException();
        assertThatCode(rig.provider::close).doesNotThrowAnyException();
        assertThat(manager.isClosed()).isTrue();
        assertThat(manager.getURI()).isNotNull();
    }

    @Test
    void aManagerRefusesNull() {
        CacheManager manager = rig.manager;
        List<ThrowingCallable> calls = List.of(
                () -> manager.createCache(null, new MutableConfiguration<>()),
                () -> manager.createCache("c", (Configuration<Object, Object>) null),
                () -> manager.getCache(null),
                () -> manager.getCache("c", null, String.class),
                () -> manager.getCache("c", String.class, null),
                () -> manager.destroyCache(null),
                () -> manager.enableManagement(null, true),
                () -> manager.enableStatistics(null, true),
                () -> manager.unwrap(null));
        calls.forEach(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    @SuppressWarnings({"unchecked", "rawtypes"}) // what the compiler cannot stop
    void keysAndValuesOfOtherTypesAreRefused(Storage storage) {
        Cache raw = rig.create(
                "typed",
                storage.apply(new LarderConfiguration<Integer, String>().setTypes(Integer.class, String.class)));
        List<ThrowingCallable> calls = List.of(
                () -> raw.get("k"),
                () -> raw.containsKey(1L),
                () -> raw.put(1, 2),
                () -> raw.put("k", "v"),
                () -> raw.getAll(Set.of("k")),
                () -> raw.putAll(Map.of(1, 2)),
                () -> raw.replace(1, 2, "v"),
                () -> raw.replace(1, "v", 2),
                () -> raw.remove(1, 2),
                () -> raw.removeAll(Set.of(1, "k")),
                () -> raw.loadAll(Set.of("k"), true, null),
                () -> raw.invoke("k", (entry, arguments) -> null),
                () -> raw.invokeAll(Set.of("k"), (entry, arguments) -> null));
        calls.forEach(call ->
                assertThatThrownBy(call).isInstanceOf(ClassCastException.class).hasMessageContaining("typed"));
        assertThat(raw.iterator().hasNext()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    @SuppressWarnings({"unchecked", "rawtypes"}) // what the compiler cannot stop
    void aProcessorCannotSmuggleInAValueOfAnotherType(Storage storage) {
        Cache raw = rig.create("typed", storage.strings());
        assertThatThrownBy(() -> raw.invoke("k", (entry, arguments) -> {
                    entry.setValue(7);
                    return null;
                }))
                .hasCauseInstanceOf(ClassCastException.class);
        assertThat(raw.containsKey("k")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void primitiveTypesStandForTheirBoxes(Storage storage) {
        Cache<Integer, Long> cache = rig.create(
                "primitive", storage.apply(new LarderConfiguration<Integer, Long>().setTypes(int.class, long.class)));
        cache.put(1, 2L);
        assertThat(cache.get(1)).isEqualTo(2L);
        Long processed = cache.invoke(1, (entry, arguments) -> {
            entry.setValue(3L);
            return entry.getValue();
        });
        assertThat(processed).isEqualTo(3L);
    }

    @Test
    void whoAsksForACacheOfOtherTypesIsToldTheTypes() {
        rig.create("orders", Storage.BY_REFERENCE.strings());
        assertThatThrownBy(() -> rig.manager.getCache("orders", Integer.class, String.class))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("java.lang.Integer");
        assertThatThrownBy(() -> rig.manager.getCache("orders", String.class, Object.class))
                .isInstanceOf(ClassCastException.class);
        assertThat(rig.manager.getCache("orders", String.class, String.class)).isNotNull();
        assertThat(rig.manager.<Object, Object>getCache("orders")).isNotNull();
        assertThat(rig.manager.getCache("none", Integer.class, String.class)).isNull();
    }

    @Test
    void everythingUnwrapsToWhatItIsAndToNothingElse() {
        Cache<String, String> cache = rig.create("orders", Storage.BY_REFERENCE.strings());
        assertThat((Object) cache.unwrap(LarderCache.class)).isSameAs(cache);
        assertThat(rig.manager.unwrap(LarderCacheManager.class)).isSameAs(rig.manager);
        assertThatThrownBy(() -> cache.unwrap(String.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rig.manager.unwrap(String.class)).isInstanceOf(IllegalArgumentException.class);
        cache.put("k", "v");
        Cache.Entry<String, String> entry = cache.iterator().next();
        assertThatThrownBy(() -> entry.unwrap(String.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cache.getConfiguration(OtherConfiguration.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A configuration of someone else's. */
    private abstract static class OtherConfiguration implements Configuration<String, String> {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void theSetsAndMapsOfTheCallerMayBeEmpty(Storage storage) {
        Cache<String, String> cache = rig.create("c", storage.strings());
        assertThat(cache.getAll(Set.of())).isEmpty();
        assertThat(cache.invokeAll(Set.of(), PROCESSOR)).isEmpty();
        cache.putAll(Map.of());
        cache.removeAll(Collections.emptySet());
        cache.loadAll(Set.of(), true, null);
        assertThat(cache.iterator().hasNext()).isFalse();
        assertThatThrownBy(() -> cache.iterator().next()).isInstanceOf(java.util.NoSuchElementException.class);
        assertThatThrownBy(() -> cache.iterator().remove()).isInstanceOf(IllegalStateException.class);
    }
}
