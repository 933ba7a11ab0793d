package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore.Item;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/**
 * A store much too small for what is put into it, against a model of what it may hold: the last value written to a key,
 * or nothing if it was evicted. {@code -Dlarder.stress=100} makes it a hundred times as long, with other seeds.
 */
class StoreModelTest {

    private static final int TIMES = Integer.getInteger("larder.stress", 1);
    private static final int STEPS = 4_000;
    private static final int KEYS = 300;

    @Test
    void storeBoundByChunksHoldsWhatWasWrittenLastOrNothing() {
        for (int i = 0; i < 3 * TIMES; i++) {
            run(i, new Geometry(3, 64, 256, 128), Long.MAX_VALUE, 2_000);
        }
    }

    @Test
    void storeBoundByEntriesHoldsWhatWasWrittenLastOrNothing() {
        for (int i = 0; i < 3 * TIMES; i++) {
            run(1_000 + i, new Geometry(3, 64, 2_048, 512), 40, 200);
        }
    }

    @Test
    void storeOfOneSegmentHoldsWhatWasWrittenLastOrNothing() {
        for (int i = 0; i < 2 * TIMES; i++) {
            run(2_000 + i, new Geometry(1, 16, 512, 512), 150, 3_000);
        }
    }

    @Test
    void storeWithFewLookupSlotsHoldsWhatWasWrittenLastOrNothing() {
        for (int i = 0; i < 2 * TIMES; i++) {
            run(3_000 + i, new Geometry(2, 64, 4_096, 16), Long.MAX_VALUE, 20);
        }
    }

    @Test
    void encryptedStoreHoldsWhatWasWrittenLastOrNothing() {
        for (int i = 0; i < 3 * TIMES; i++) {
            try (OpenStore open = OpenStore.encrypted(new Geometry(3, 64, 256, 128), Long.MAX_VALUE)) {
                new Run(4_000 + i, open, Long.MAX_VALUE, 2_000).run();
            }
        }
    }

    private static void run(long seed, Geometry geometry, long maxEntries, int maxValueBytes) {
        try (OpenStore open = new OpenStore(geometry, maxEntries, false)) {
            new Run(seed, open, maxEntries, maxValueBytes).run();
        }
    }

    /** One history. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final OpenStore open;
        private final long maxEntries;
        private final int maxValueBytes;
        /** What was written last; without stamps. */
        private final Map<Integer, Stored<byte[]>> model = new HashMap<>();

        private final Map<Integer, Stored<byte[]>> seenBefore = new HashMap<>();
        private int step;

        Run(long seed, OpenStore open, long maxEntries, int maxValueBytes) {
            this.seed = seed;
            this.random = new Random(seed);
            this.open = open;
            this.maxEntries = maxEntries;
            this.maxValueBytes = maxValueBytes;
        }

        void run() {
            try {
                for (step = 0; step < STEPS; step++) {
                    step();
                    assertThat(open.accounts.entries()).isLessThanOrEqualTo(maxEntries);
                    if (step % 100 == 0) {
                        open.audit();
                    }
                }
                iterate();
                open.audit();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
        }

        private void step() {
            int key = random.nextInt(KEYS);
            int kind = random.nextInt(1_000);
            if (kind < 600) {
                set(key);
            } else if (kind < 750) {
                delete(key);
            } else if (kind < 850) {
                touch(key);
            } else if (kind < 980) {
                known(key);
                open.nowMillis.addAndGet(random.nextInt(5));
            } else if (kind < 998) {
                iterate();
            } else {
                open.store.clear();
                model.clear();
                assertThat(open.store.count()).isZero();
            }
        }

        /** What the store has, which must be what the model has, or nothing. */
        private @Nullable Stored<byte[]> known(int key) {
            Stored<byte[]> stored = open.store.read(key);
            byte[] live = open.get(key);
            if (stored == null) {
                assertThat(live).isNull();
                model.remove(key);
                return null;
            }
            assertKnown(key, stored);
            assertThat(live).isEqualTo(isAlive(stored) ? stored.value() : null);
            if (random.nextInt(4) == 0) {
                seenBefore.put(key, stored);
            }
            return stored;
        }

        private void assertKnown(int key, Stored<byte[]> stored) {
            Stored<byte[]> known = model.get(key);
            assertThat(known).as("key %d", key).isNotNull();
            assertThat(stored.value()).as("value of key %d", key).isEqualTo(known.value());
            assertThat(stored.deadlineMillis()).as("deadline of key %d", key).isEqualTo(known.deadlineMillis());
        }

        private boolean isAlive(@Nullable Stored<byte[]> stored) {
            return stored != null && !stored.isExpiredAt(open.nowMillis.get());
        }

        private void set(int key) {
            Stored<byte[]> before = known(key);
            Condition<byte[]> condition = condition(key, before);
            byte[] value = OpenStore.valueOf(key, step, random.nextInt(maxValueBytes));
            long creation = deadline();
            long update = random.nextInt(3) == 0 ? Stored.KEEP : random.nextInt(3) == 0 ? creation : deadline();
            long evictions = open.store.evictions();
            boolean wantsPrevious = random.nextInt(4) > 0;
            Reply<byte[]> reply = open.store.set(key, condition, value, creation, update, wantsPrevious);
            // what expired may be dropped on the way too, and is not counted
            boolean dropped = open.store.evictions() > evictions || (before != null && !isAlive(before));

            Effect effect = reply.effect();
            Effect expected = expected(condition, before, true);
            if (dropped && effect != expected) {
                assertThat(effect).isIn(expected(condition, null, true), expected(condition, null, false));
                before = null;
            } else {
                assertThat(effect).isEqualTo(expected);
            }
            if (wantsPrevious) {
                assertPrevious(reply, before);
            } else {
                assertThat(reply.previous()).isNull();
            }
            if (!reply.applied()) {
                if (!(condition instanceof Condition.StampIs) && !isAlive(before)) {
                    assertThat(open.store.read(key)).isNull();
                }
                return;
            }
            boolean oversized = Integer.BYTES + value.length + open.overheadBytes > open.geometry.maxEntryBytes();
            long deadlineMillis = effect == Effect.CREATED ? creation : update;
            if (deadlineMillis == Stored.KEEP && before != null) {
                deadlineMillis = before.deadlineMillis();
            }
            model.put(key, new Stored<>(value, 0, 0, deadlineMillis));
            assertThat(open.store.read(key) == null)
                    .as("key %d with %d bytes is gone after it was set", key, value.length)
                    .isEqualTo(oversized);
            known(key);
        }

        private void delete(int key) {
            Stored<byte[]> before = known(key);
            Condition<byte[]> condition = condition(key, before);
            Reply<byte[]> reply = open.store.delete(key, condition, true);
            boolean holds = holds(condition, before, true);
            Effect expected = isAlive(before) ? Effect.DIFFERENT : Effect.ABSENT;
            if (holds && (isAlive(before) || condition instanceof Condition.StampIs)) {
                expected = Effect.REMOVED;
            }
            if (before != null || !(condition instanceof Condition.StampIs)) {
                assertThat(reply.effect()).isEqualTo(expected);
                boolean taken = !isAlive(before) && !(condition instanceof Condition.StampIs);
                assertThat(open.store.read(key) == null).isEqualTo(holds || taken);
            }
            assertPrevious(reply, before);
            known(key);
        }

        private void assertPrevious(Reply<byte[]> reply, @Nullable Stored<byte[]> before) {
            assertThat(reply.previous()).isEqualTo(before != null && isAlive(before) ? before.value() : null);
        }

        private void touch(int key) {
            Stored<byte[]> before = known(key);
            Stored<byte[]> seen = random.nextBoolean() ? seenBefore.getOrDefault(key, before) : before;
            if (seen == null) {
                return;
            }
            long deadlineMillis = deadline();
            open.store.touch(key, seen, deadlineMillis);
            if (before != null && before.stamp() == seen.stamp()) {
                model.put(key, new Stored<>(before.value(), 0, 0, deadlineMillis));
            }
            known(key);
        }

        private void iterate() {
            Set<Integer> met = new HashSet<>();
            for (Iterator<Item<Integer, byte[]>> items = open.store.iterator(); items.hasNext(); ) {
                Item<Integer, byte[]> item = items.next();
                assertThat(met.add(item.key()))
                        .as("key %d is met once", item.key())
                        .isTrue();
                assertKnown(item.key(), item.stored());
            }
            assertThat(open.store.count()).isEqualTo(met.size());
            model.keySet().retainAll(met);
        }

        private long deadline() {
            return random.nextInt(3) == 0 ? open.nowMillis.get() + random.nextInt(200) : Stored.NEVER;
        }

        private Condition<byte[]> condition(int key, @Nullable Stored<byte[]> before) {
            Stored<byte[]> old = seenBefore.get(key);
            return switch (random.nextInt(10)) {
                case 0 -> Condition.absent();
                case 1 -> Condition.present();
                case 2 -> new Condition.PayloadIs<>(OpenStore.valueOf(key, 0, 3));
                case 3 -> before == null ? Condition.absent() : new Condition.PayloadIs<>(before.value());
                case 4, 5 -> before == null ? Condition.absent() : Condition.unchangedSince(before);
                case 6 -> old == null || before == null ? Condition.any() : Condition.unchangedSince(old);
                default -> Condition.any();
            };
        }

        private Effect expected(Condition<byte[]> condition, @Nullable Stored<byte[]> before, boolean nothingDeleted) {
            boolean alive = isAlive(before);
            if (holds(condition, before, nothingDeleted)) {
                return alive ? Effect.UPDATED : Effect.CREATED;
            }
            return alive ? Effect.DIFFERENT : Effect.ABSENT;
        }

        private boolean holds(Condition<byte[]> condition, @Nullable Stored<byte[]> before, boolean nothingDeleted) {
            if (condition instanceof Condition.StampIs<byte[]> is) {
                return before == null ? nothingDeleted : before.stamp() == is.stamp();
            }
            if (condition instanceof Condition.PayloadIs<byte[]> is) {
                return isAlive(before) && Arrays.equals(before.value(), is.value());
            }
            return condition.equals(Condition.any()) || isAlive(before) == condition.equals(Condition.present());
        }
    }
}
