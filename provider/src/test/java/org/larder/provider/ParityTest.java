package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;

/**
 * One table of what every operation does, for caches of every make: whichever way an operation takes through the engine,
 * it must do the same.
 */
class ParityTest {

    /** The columns: action, state, result, events, writer calls, hits misses puts removals, value afterwards. */
    private static final String TABLE = """
            GET               absent   null      -                -          0 1 0 0  null
            GET               present  old       -                -          1 0 0 0  old
            CONTAINS_KEY      absent   false     -                -          0 0 0 0  null
            CONTAINS_KEY      present  true      -                -          0 0 0 0  old
            GET_ALL           absent   {}        -                -          0 1 0 0  null
            GET_ALL           present  {k=old}   -                -          1 0 0 0  old
            PUT               absent   null      CREATED_new      write_new  0 0 1 0  new
            PUT               present  null      UPDATED_old>new  write_new  0 0 1 0  new
            PUT_ALL           absent   null      CREATED_new      write_new  0 0 1 0  new
            PUT_ALL           present  null      UPDATED_old>new  write_new  0 0 1 0  new
            GET_AND_PUT       absent   null      CREATED_new      write_new  0 1 1 0  new
            GET_AND_PUT       present  old       UPDATED_old>new  write_new  1 0 1 0  new
            PUT_IF_ABSENT     absent   true      CREATED_new      write_new  0 1 1 0  new
            PUT_IF_ABSENT     present  false     -                -          1 0 0 0  old
            REPLACE           absent   false     -                -          0 1 0 0  null
            REPLACE           present  true      UPDATED_old>new  write_new  1 0 1 0  new
            REPLACE_EQUAL     absent   false     -                -          0 1 0 0  null
            REPLACE_EQUAL     present  true      UPDATED_old>new  write_new  1 0 1 0  new
            REPLACE_OTHER     absent   false     -                -          0 1 0 0  null
            REPLACE_OTHER     present  false     -                -          1 0 0 0  old
            GET_AND_REPLACE   absent   null      -                -          0 1 0 0  null
            GET_AND_REPLACE   present  old       UPDATED_old>new  write_new  1 0 1 0  new
            REMOVE            absent   false     -                delete     0 0 0 0  null
            REMOVE            present  true      REMOVED_old      delete     0 0 0 1  null
            REMOVE_EQUAL      absent   false     -                -          0 1 0 0  null
            REMOVE_EQUAL      present  true      REMOVED_old      delete     1 0 0 1  null
            REMOVE_OTHER      absent   false     -                -          0 1 0 0  null
            REMOVE_OTHER      present  false     -                -          1 0 0 0  old
            GET_AND_REMOVE    absent   null      -                delete     0 1 0 0  null
            GET_AND_REMOVE    present  old       REMOVED_old      delete     1 0 0 1  null
            REMOVE_ALL_OF     absent   null      -                delete     0 0 0 0  null
            REMOVE_ALL_OF     present  null      REMOVED_old      delete     0 0 0 1  null
            REMOVE_ALL        absent   null      -                -          0 0 0 0  null
            REMOVE_ALL        present  null      REMOVED_old      delete     0 0 0 1  null
            CLEAR             absent   null      -                -          0 0 0 0  null
            CLEAR             present  null      -                -          0 0 0 0  null
            ITERATE           absent   {}        -                -          0 0 0 0  null
            ITERATE           present  {k=old}   -                -          1 0 0 0  old
            ITERATE_REMOVE    absent   {}        -                -          0 0 0 0  null
            ITERATE_REMOVE    present  {k=old}   REMOVED_old      delete     1 0 0 1  null
            INVOKE_NOTHING    absent   null      -                -          0 1 0 0  null
            INVOKE_NOTHING    present  null      -                -          1 0 0 0  old
            INVOKE_EXISTS     absent   false     -                -          0 1 0 0  null
            INVOKE_EXISTS     present  true      -                -          1 0 0 0  old
            INVOKE_GET        absent   null      -                -          0 1 0 0  null
            INVOKE_GET        present  old       -                -          1 0 0 0  old
            INVOKE_SET        absent   null      CREATED_new      write_new  0 1 1 0  new
            INVOKE_SET        present  null      UPDATED_old>new  write_new  1 0 1 0  new
            INVOKE_GET_SET    absent   null      CREATED_new      write_new  0 1 1 0  new
            INVOKE_GET_SET    present  old       UPDATED_old>new  write_new  1 0 1 0  new
            INVOKE_REMOVE     absent   null      -                delete     0 1 0 0  null
            INVOKE_REMOVE     present  null      REMOVED_old      delete     1 0 0 1  null
            INVOKE_SET_REMOVE absent   null      -                -          0 1 0 0  null
            INVOKE_SET_REMOVE present  null      REMOVED_old      delete     1 0 0 1  null
            INVOKE_ALL_SET    absent   {}        CREATED_new      write_new  0 1 1 0  new
            INVOKE_ALL_SET    present  {}        UPDATED_old>new  write_new  1 0 1 0  new
            LOAD_ALL          absent   null      -                -          0 0 0 0  null
            LOAD_ALL          present  null      -                -          0 0 0 0  old
            LOAD_ALL_AGAIN    absent   null      -                -          0 0 0 0  null
            LOAD_ALL_AGAIN    present  null      -                -          0 0 0 0  old
            """;

    /** The rows that read differently with a loader. */
    private static final String TABLE_OF_LOADING = """
            GET               absent   loaded      CREATED_loaded      -          0 1 0 0  loaded
            GET_ALL           absent   {k=loaded}  CREATED_loaded      -          0 1 0 0  loaded
            INVOKE_GET        absent   loaded      CREATED_loaded      -          0 1 0 0  loaded
            INVOKE_GET_SET    absent   loaded      CREATED_new         write_new  0 1 1 0  new
            LOAD_ALL          absent   null        CREATED_loaded      -          0 0 0 0  loaded
            LOAD_ALL_AGAIN    absent   null        CREATED_loaded      -          0 0 0 0  loaded
            LOAD_ALL_AGAIN    present  null        UPDATED_old>loaded  -          0 0 0 0  loaded
            """;

    /** Who do not meet an expired entry, so that it stays and nobody hears of it. */
    private static final Set<Action> BLIND = EnumSet.of(Action.CLEAR, Action.ITERATE, Action.ITERATE_REMOVE);

    /** Who leave an expired entry where it is, for it might yet be served. */
    private static final Set<Action> SPARING = EnumSet.of(
            Action.CONTAINS_KEY,
            Action.REPLACE,
            Action.REPLACE_EQUAL,
            Action.REPLACE_OTHER,
            Action.GET_AND_REPLACE,
            Action.REMOVE_EQUAL,
            Action.REMOVE_OTHER,
            Action.INVOKE_NOTHING,
            Action.INVOKE_EXISTS,
            Action.INVOKE_SET_REMOVE);

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** What a cache can have that decides which way an operation takes. */
    enum Part {
        LISTENER,
        WRITER,
        LOADER,
        CUSTOM_POLICY,
        /** Loads before the end of an entry, and serves it after that where a load fails. */
        AHEAD_AND_STALE
    }

    private record Row(String result, List<String> events, List<String> writes, List<Long> counts, String afterwards) {
        static Row of(String[] cells) {
            List<Long> counts =
                    Stream.of(cells).skip(5).limit(4).map(Long::valueOf).toList();
            return new Row(cells[2], entries(cells[3]), entries(cells[4]), counts, cells[9]);
        }

        private static List<String> entries(String cell) {
            return cell.equals("-") ? List.of() : List.of(cell.replace('_', ' '));
        }

        Row afterExpiry() {
            List<String> more = new ArrayList<>(List.of("EXPIRED old"));
            more.addAll(events);
            return new Row(result, more, writes, counts, afterwards);
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(Storage.values())
                .flatMap(storage -> subsets().filter(ParityTest::isLegal).map(parts -> Arguments.of(storage, parts)));
    }

    private static boolean isLegal(Set<Part> parts) {
        return !parts.contains(Part.AHEAD_AND_STALE)
                || (parts.contains(Part.LOADER) && !parts.contains(Part.CUSTOM_POLICY));
    }

    private static Stream<Set<Part>> subsets() {
        List<Set<Part>> subsets = new ArrayList<>(List.of(EnumSet.noneOf(Part.class)));
        for (Part part : Part.values()) {
            for (Set<Part> without : List.copyOf(subsets)) {
                Set<Part> with = EnumSet.of(part);
                with.addAll(without);
                subsets.add(with);
            }
        }
        return subsets.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyOperationDoesAsTheTableSays(Storage storage, Set<Part> parts) {
        Map<String, Row> rows = rows(parts.contains(Part.LOADER));
        try (Rig rig = new Rig()) {
            Journal journal = new Journal();
            Cache<String, String> cache = rig.create("parity", configuration(storage, parts, journal));
            for (Action action : Action.values()) {
                for (String state : List.of("absent", "present", "expired")) {
                    check(rig, cache, journal, parts, action, state, rows);
                }
            }
        }
    }

    private static Map<String, Row> rows(boolean loading) {
        Map<String, Row> rows = new HashMap<>();
        (loading ? TABLE + TABLE_OF_LOADING : TABLE)
                .lines()
                .map(line -> line.split("\\s+"))
                .forEach(cells -> rows.put(cells[0] + " " + cells[1], Row.of(cells)));
        return rows;
    }

    private static LarderConfiguration<String, String> configuration(
            Storage storage, Set<Part> parts, Journal journal) {
        LarderConfiguration<String, String> configuration = storage.strings().setStatisticsEnabled(true);
        configuration.setExpiryPolicyFactory(
                parts.contains(Part.CUSTOM_POLICY)
                        ? FactoryBuilder.factoryOf(TenMinutes.class)
                        : CreatedExpiryPolicy.factoryOf(TenMinutes.DURATION));
        if (parts.contains(Part.LISTENER)) {
            configuration.addCacheEntryListenerConfiguration(journal.listening());
        }
        if (parts.contains(Part.WRITER)) {
            configuration.setWriteThrough(true).setCacheWriterFactory(journal.writing());
        }
        if (parts.contains(Part.LOADER)) {
            configuration.setReadThrough(true).setCacheLoaderFactory(journal.loading());
        }
        if (parts.contains(Part.AHEAD_AND_STALE)) {
            configuration.setRefreshAhead(0.5).setStaleOnError(LIFETIME);
        }
        return configuration;
    }

    private static void check(
            Rig rig,
            Cache<String, String> cache,
            Journal journal,
            Set<Part> parts,
            Action action,
            String state,
            Map<String, Row> rows) {
        cache.clear();
        if (!state.equals("absent")) {
            cache.put("k", "old");
        }
        if (state.equals("expired")) {
            rig.clock.advance(LIFETIME);
        }
        journal.clear();
        rig.statistics("parity").clear();

        @Nullable Object result = action.on(cache);

        Row expected = rows.get(action + " " + (state.equals("expired") ? "absent" : state));
        boolean loading = parts.contains(Part.LOADER);
        boolean meets = !BLIND.contains(action)
                && (loading || (action != Action.LOAD_ALL && action != Action.LOAD_ALL_AGAIN))
                && !(parts.contains(Part.AHEAD_AND_STALE) && SPARING.contains(action));
        if (state.equals("expired") && meets) {
            expected = expected.afterExpiry();
        }
        String what = "%s of %s".formatted(action, state);
        assertThat(String.valueOf(result)).as("result: " + what).isEqualTo(expected.result);
        assertThat(rig.counts("parity")).as("counts: " + what).isEqualTo(expected.counts);
        assertThat(rig.statistics("parity").getCacheEvictions()).as(what).isZero();
        if (parts.contains(Part.LISTENER)) {
            assertThat(journal.events).as("events: " + what).isEqualTo(expected.events);
        }
        if (parts.contains(Part.WRITER)) {
            assertThat(journal.writes).as("writes: " + what).isEqualTo(expected.writes);
        }
        Map<String, String> left = new HashMap<>();
        cache.forEach(entry -> left.put(entry.getKey(), entry.getValue()));
        assertThat(String.valueOf(left.get("k"))).as("afterwards: " + what).isEqualTo(expected.afterwards);
    }

    @Test
    void aByteArrayEqualsOneOfTheSameContentsWhicheverWayItIsCompared() {
        try (Rig rig = new Rig()) {
            for (boolean listening : new boolean[] {false, true}) {
                LarderConfiguration<String, byte[]> configuration = Storage.BY_VALUE.apply(
                        new LarderConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
                if (listening) {
                    CacheEntryCreatedListener<String, byte[]> listener = events -> {};
                    configuration.addCacheEntryListenerConfiguration(
                            new MutableCacheEntryListenerConfiguration<>(Journal.one(listener), null, false, true));
                }
                Cache<String, byte[]> cache = rig.create("bytes" + listening, configuration);
                cache.put("k", new byte[] {1, 2});
                assertThat(cache.replace("k", new byte[] {1}, new byte[] {3})).isFalse();
                assertThat(cache.replace("k", new byte[] {1, 2}, new byte[] {3}))
                        .isTrue();
                assertThat(cache.remove("k", new byte[] {4})).isFalse();
                assertThat(cache.remove("k", new byte[] {3})).isTrue();
            }
        }
    }

    /** A policy of the user that does as {@link CreatedExpiryPolicy} does. */
    public static final class TenMinutes implements ExpiryPolicy {
        static final javax.cache.expiry.Duration DURATION = new javax.cache.expiry.Duration(TimeUnit.MINUTES, 10);

        @Override
        public javax.cache.expiry.Duration getExpiryForCreation() {
            return DURATION;
        }

        @Override
        public javax.cache.expiry.@Nullable Duration getExpiryForAccess() {
            return null;
        }

        @Override
        public javax.cache.expiry.@Nullable Duration getExpiryForUpdate() {
            return null;
        }
    }
}
