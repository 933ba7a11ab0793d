package org.larder.provider.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.larder.provider.store.Reply.Effect;

/** What every store must do; each store's test extends it. */
public abstract class EntryStoreContract {

    private static final String EXPIRED = "expired";

    protected final AtomicLong now = new AtomicLong(1_000);
    protected final InstantSource clock = () -> java.time.Instant.ofEpochMilli(now.get());
    private EntryStore<String, String> store;

    /** A store with room for at least a thousand small entries. */
    protected abstract EntryStore<String, String> newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void absenceInAnEpochHoldsUntilTheNextAndWhereThereIsNoLiveEntry() {
        long epoch = store.epoch();
        Condition<String> since = new Condition.InEpoch<>(epoch, Condition.absent());
        assertThat(store.set("a", since, "v", Stored.NEVER, Stored.NEVER, false).effect())
                .isEqualTo(Effect.CREATED);
        assertThat(store.set("a", since, "w", Stored.NEVER, Stored.NEVER, false).effect())
                .isEqualTo(Effect.DIFFERENT);
        store.clear();
        assertThat(store.epoch()).isGreaterThan(epoch);
        assertThat(store.set("a", since, "w", Stored.NEVER, Stored.NEVER, false).effect())
                .isEqualTo(Effect.ABSENT);
        long next = store.epoch();
        store.beginEpoch();
        Condition<String> sinceNext = new Condition.InEpoch<>(next, Condition.absent());
        assertThat(store.set("a", sinceNext, "w", Stored.NEVER, Stored.NEVER, false)
                        .effect())
                .isEqualTo(Effect.ABSENT);
        assertThat(store.read("a")).isNull();
    }

    @Test
    void entryIsUnchangedInAnEpochUntilTheNext() {
        put("a", "v");
        Stored<String> seen = requireNonNull(store.read("a"));
        Condition<String> unchanged = new Condition.InEpoch<>(store.epoch(), Condition.unchangedSince(seen));
        store.beginEpoch();
        assertThat(store.set("a", unchanged, "w", Stored.NEVER, Stored.NEVER, false)
                        .effect())
                .isEqualTo(Effect.DIFFERENT);
        unchanged = new Condition.InEpoch<>(store.epoch(), Condition.unchangedSince(seen));
        assertThat(store.set("a", unchanged, "w", Stored.NEVER, Stored.NEVER, false)
                        .effect())
                .isEqualTo(Effect.UPDATED);
    }

    @Test
    void entriesThatWentBecauseTheyHadExpiredAreCountedOnceEach() {
        assertThat(store.usage().expirations()).isZero();
        for (String key : new String[] {"read", "met", "replaced", "deleted", "cleared"}) {
            putUntil(key, "v", 2_000);
        }
        put("alive", "v");
        now.set(2_000);
        assertThat(store.live("read", EXPIRED)).isEqualTo(EXPIRED);
        assertThat(store.usage().expirations()).isZero();
        store.set("met", Condition.present(), "w", Stored.NEVER, Stored.NEVER, false);
        assertThat(store.usage().expirations()).isOne();
        put("replaced", "w");
        assertThat(store.usage().expirations()).isEqualTo(2);
        put("replaced", "x");
        assertThat(store.usage().expirations()).isEqualTo(2);
        store.delete("deleted", Condition.unchangedSince(requireNonNull(store.read("deleted"))), false);
        store.delete("deleted", Condition.any(), false);
        store.delete("alive", Condition.any(), false);
        assertThat(store.usage().expirations()).isEqualTo(3);
        store.clear();
        assertThat(store.usage().expirations()).isEqualTo(3);
    }

    @Test
    void usageOfAClosedStoreIsRefused() {
        store.close();
        assertThatThrownBy(store::usage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void absentKeyHasNothing() {
        assertThat(store.live("k", EXPIRED)).isNull();
        assertThat(store.read("k")).isNull();
        assertThat(store.count()).isZero();
    }

    @Test
    void unconditionalSetCreatesThenUpdates() {
        assertThat(put("k", "v").effect()).isEqualTo(Effect.CREATED);
        assertThat(put("k", "w").effect()).isEqualTo(Effect.UPDATED);
        assertThat(store.live("k", EXPIRED)).isEqualTo("w");
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void setReturnsThePreviousValueIfAsked() {
        put("k", "v");
        assertThat(store.set("k", Condition.any(), "w", Stored.NEVER, Stored.NEVER, true)
                        .previous())
                .isEqualTo("v");
        assertThat(put("k", "x").previous()).isNull();
        assertThat(store.delete("k", Condition.any(), true).previous()).isEqualTo("x");
    }

    @Test
    void valuesOfAnySizeReplaceEachOther() {
        for (int size : new int[] {1, 500, 10, 4_000, 4_000, 3, 0, 2_000}) {
            String value = "x".repeat(size);
            put("k", value);
            assertThat(store.live("k", EXPIRED)).isEqualTo(value);
            assertThat(store.count()).isEqualTo(1);
        }
    }

    @Test
    void setOfAbsentRefusesALiveEntry() {
        assertThat(set("k", Condition.absent(), "v")).isEqualTo(Effect.CREATED);
        assertThat(set("k", Condition.absent(), "w")).isEqualTo(Effect.DIFFERENT);
        assertThat(store.live("k", EXPIRED)).isEqualTo("v");
    }

    @Test
    void setOfPresentRefusesAnAbsentKey() {
        assertThat(set("k", Condition.present(), "v")).isEqualTo(Effect.ABSENT);
        put("k", "v");
        assertThat(set("k", Condition.present(), "w")).isEqualTo(Effect.UPDATED);
        assertThat(store.live("k", EXPIRED)).isEqualTo("w");
    }

    @Test
    void expiredEntryCountsAsAbsentForPresence() {
        putUntil("k", "v", 2_000);
        now.set(2_000);
        assertThat(store.live("k", EXPIRED)).isSameAs(EXPIRED);
        assertThat(set("k", Condition.present(), "w")).isEqualTo(Effect.ABSENT);
        assertThat(store.delete("k", Condition.present(), true)).isEqualTo(new Reply<>(Effect.ABSENT, null));
        assertThat(set("k", Condition.absent(), "w")).isEqualTo(Effect.CREATED);
    }

    @Test
    void changeThatAsksForALiveEntryTakesAnExpiredOneAway() {
        putUntil("replaced", "v", 2_000);
        putUntil("deleted", "v", 2_000);
        Stored<String> seen = seen("replaced");
        now.set(2_000);
        assertThat(set("replaced", Condition.present(), "w")).isEqualTo(Effect.ABSENT);
        store.delete("deleted", Condition.present(), false);
        assertThat(store.read("replaced")).isNull();
        assertThat(store.read("deleted")).isNull();
        assertThat(store.count()).isZero();
        assertThat(store.usage().expirations()).isEqualTo(2);
        assertThat(set("replaced", Condition.unchangedSince(seen), "w")).isEqualTo(Effect.ABSENT); // not by eviction
    }

    @Test
    void entryIsAliveUntilItsDeadline() {
        putUntil("k", "v", 2_000);
        now.set(1_999);
        assertThat(store.live("k", EXPIRED)).isEqualTo("v");
        now.set(2_000);
        assertThat(store.live("k", EXPIRED)).isSameAs(EXPIRED);
        assertThat(store.read("k")).isNotNull();
    }

    @Test
    void creationAndUpdateHaveDeadlinesOfTheirOwn() {
        store.set("k", Condition.any(), "v", 5_000, 9_000, false);
        assertThat(seen("k").deadlineMillis()).isEqualTo(5_000);
        store.set("k", Condition.any(), "w", 6_000, Stored.KEEP, false);
        assertThat(seen("k").deadlineMillis()).isEqualTo(5_000);
        store.set("k", Condition.any(), "x", 6_000, 7_000, false);
        assertThat(seen("k").deadlineMillis()).isEqualTo(7_000);
        now.set(7_000);
        store.set("k", Condition.any(), "y", 8_000, 9_000, false);
        assertThat(seen("k").deadlineMillis()).isEqualTo(8_000);
    }

    @Test
    void everyWriteChangesTheStampAlsoAfterARemoval() {
        Set<Long> stamps = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            put("k", "same");
            stamps.add(seen("k").stamp());
            if (i % 3 == 0) {
                store.delete("k", Condition.any(), false);
            }
        }
        assertThat(stamps).hasSize(10);
    }

    @Test
    void changeIfUnchangedSucceedsOnceOnly() {
        put("k", "v");
        Stored<String> seen = seen("k");
        assertThat(set("k", Condition.unchangedSince(seen), "w")).isEqualTo(Effect.UPDATED);
        assertThat(set("k", Condition.unchangedSince(seen), "x")).isEqualTo(Effect.DIFFERENT);
        assertThat(store.delete("k", Condition.unchangedSince(seen), false).effect())
                .isEqualTo(Effect.DIFFERENT);
        assertThat(store.delete("k", Condition.unchangedSince(seen("k")), false).effect())
                .isEqualTo(Effect.REMOVED);
        assertThat(store.count()).isZero();
    }

    @Test
    void changeIfUnchangedFailsAfterTheEntryWasDeleted() {
        put("k", "v");
        Stored<String> seen = seen("k");
        store.delete("k", Condition.any(), false);
        assertThat(set("k", Condition.unchangedSince(seen), "w")).isEqualTo(Effect.ABSENT);
        put("k", "v");
        assertThat(set("k", Condition.unchangedSince(seen), "w")).isEqualTo(Effect.DIFFERENT);
        Stored<String> again = seen("k");
        store.clear();
        assertThat(set("k", Condition.unchangedSince(again), "w")).isEqualTo(Effect.ABSENT);
    }

    @Test
    void expiredEntryIsDeletedIfUnchanged() {
        putUntil("k", "v", 2_000);
        now.set(3_000);
        assertThat(store.delete("k", Condition.unchangedSince(seen("k")), false).effect())
                .isEqualTo(Effect.REMOVED);
        assertThat(store.read("k")).isNull();
    }

    @Test
    void deleteOfAnAbsentKeyDoesNothing() {
        assertThat(store.delete("k", Condition.any(), true)).isEqualTo(new Reply<>(Effect.ABSENT, null));
    }

    @Test
    void payloadConditionComparesValues() {
        put("k", "v");
        if (store.decidesEquality()) {
            assertThat(set("k", new Condition.PayloadIs<>("w"), "x")).isEqualTo(Effect.DIFFERENT);
            assertThat(set("k", new Condition.PayloadIs<>("v"), "x")).isEqualTo(Effect.UPDATED);
            assertThat(set("absent", new Condition.PayloadIs<>("v"), "x")).isEqualTo(Effect.ABSENT);
            assertThat(store.delete("k", new Condition.PayloadIs<>("v"), false).effect())
                    .isEqualTo(Effect.DIFFERENT);
            assertThat(store.delete("k", new Condition.PayloadIs<>("x"), false).effect())
                    .isEqualTo(Effect.REMOVED);
        }
    }

    @Test
    void touchMovesTheDeadlineAndKeepsTheStamp() {
        put("k", "v");
        Stored<String> seen = seen("k");
        store.touch("k", seen, 4_000);
        assertThat(seen("k").deadlineMillis()).isEqualTo(4_000);
        assertThat(seen("k").stamp()).isEqualTo(seen.stamp());
        put("k", "w");
        store.touch("k", seen, 5_000);
        assertThat(seen("k").deadlineMillis()).isEqualTo(Stored.NEVER);
        store.touch("absent", seen, 5_000);
        assertThat(store.read("absent")).isNull();
    }

    @Test
    void iterationMeetsEveryEntryOnce() {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            put("key-" + i, "value-" + i);
            expected.add("key-" + i + "=value-" + i);
        }
        Set<String> met = new TreeSet<>();
        for (Iterator<EntryStore.Item<String, String>> it = store.iterator(); it.hasNext(); ) {
            EntryStore.Item<String, String> item = it.next();
            assertThat(met.add(item.key() + "=" + item.stored().value())).isTrue();
        }
        assertThat(met).isEqualTo(expected);
        assertThat(store.count()).isEqualTo(500);
        store.clear();
        assertThat(store.iterator().hasNext()).isFalse();
        assertThat(store.count()).isZero();
    }

    @Test
    void keysOfAllPartsAreThoseOfAllEntries() {
        assertThat(keys()).isEmpty();
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            String key = "k".repeat(1 + i / 3) + i; // some longer than a byte can say
            putUntil(key, "value-" + i, i % 2 == 0 ? 2_000 : 9_000);
            expected.add(key);
        }
        now.set(2_000);
        assertThat(keys()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        store.delete(keys().get(0), Condition.any(), false);
        assertThat(keys()).hasSize(499);
        store.clear();
        assertThat(keys()).isEmpty();
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int part = 0; part < store.parts(); part++) {
            keys.addAll(store.keys(part));
        }
        return keys;
    }

    @Test
    void expiredEntriesAreFoundUntilTheyAreGone() {
        put("eternal", "v");
        putUntil("early", "v", 2_000);
        putUntil("late", "v", 3_000);
        putUntil("kept", "v", 2_000);
        assertThat(expired()).isEmpty();
        now.set(2_000);
        store.touch("kept", seen("kept"), 9_000);
        assertThat(expired()).containsOnlyKeys("early");
        assertThat(expired()).containsOnlyKeys("early");
        now.set(3_000);
        Map<String, Condition<String>> found = expired();
        assertThat(found).containsOnlyKeys("early", "late");
        put("late", "w");
        found.forEach((key, unchanged) -> store.delete(key, unchanged, false));
        assertThat(store.read("early")).isNull();
        assertThat(seen("late").value()).isEqualTo("w");
        assertThat(expired()).isEmpty();
        now.set(9_000);
        assertThat(expired()).containsOnlyKeys("kept");
    }

    @Test
    void expiredEntriesAreFoundAfterTheirDeadlineWasMovedForward() {
        putUntil("k", "v", 9_000);
        assertThat(expired()).isEmpty();
        store.touch("k", seen("k"), 2_000);
        now.set(2_000);
        assertThat(expired()).containsOnlyKeys("k");
    }

    @Test
    void closedStoreRefusesEverythingButClose() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.live("k", EXPIRED)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.read("k")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> put("k", "v")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.delete("k", Condition.any(), false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.iterator().hasNext()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.keys(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.expired(0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(store::clear).isInstanceOf(IllegalStateException.class);
    }

    private Map<String, Condition<String>> expired() {
        Map<String, Condition<String>> expired = new TreeMap<>();
        for (int part = 0; part < store.parts(); part++) {
            store.expired(part, 0)
                    .forEach(found -> assertThat(expired.put(found.key(), found.unchanged()))
                            .isNull());
        }
        return expired;
    }

    private Reply<String> put(String key, String value) {
        return store.set(key, Condition.any(), value, Stored.NEVER, Stored.NEVER, false);
    }

    private void putUntil(String key, String value, long deadlineMillis) {
        store.set(key, Condition.any(), value, deadlineMillis, deadlineMillis, false);
    }

    private Effect set(String key, Condition<String> condition, String value) {
        return store.set(key, condition, value, Stored.NEVER, Stored.NEVER, false)
                .effect();
    }

    private Stored<String> seen(String key) {
        Stored<String> seen = store.read(key);
        assertThat(seen).isNotNull();
        return seen;
    }
}
