package org.larder.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.larder.provider.store.Reply.Effect;

class ReferenceStoreTest extends EntryStoreContract {

    @Override
    protected EntryStore<String, String> newStore() {
        return new ReferenceStore<>("orders", 10_000, clock);
    }

    @Test
    void entryReadWhileTheStoreIsClearedHasChanged() {
        try (EntryStore<HookedKey, String> store = new ReferenceStore<>("orders", 10, clock)) {
            HookedKey key = new HookedKey();
            put(store, key);
            AtomicReference<@Nullable Stored<String>> seen = new AtomicReference<>();
            key.onceHashed = () -> seen.set(store.read(key));
            store.clear();
            assertThat(seen.get()).isNotNull();
            assertThat(setIfUnchanged(store, key, seen.get())).isEqualTo(Effect.ABSENT);
        }
    }

    @Test
    void evictionIsNoChangeButADeletionAfterItIs() {
        try (EntryStore<String, String> store = new ReferenceStore<>("orders", 1, clock)) {
            Stored<String> seen = readAndEvicted(store);
            assertThat(setIfUnchanged(store, "k", seen)).isEqualTo(Effect.CREATED);
            seen = readAndEvicted(store);
            store.delete("k", Condition.any(), false);
            assertThat(setIfUnchanged(store, "k", seen)).isEqualTo(Effect.ABSENT);
            seen = readAndEvicted(store);
            store.clear();
            assertThat(setIfUnchanged(store, "k", seen)).isEqualTo(Effect.ABSENT);
            seen = readAndEvicted(store);
            assertThat(store.keys(0)).doesNotContain("k");
            assertThat(setIfUnchanged(store, "k", seen))
                    .as("not met by one who removes all")
                    .isEqualTo(Effect.ABSENT);
        }
    }

    @Test
    void writeBeforeTheEvictionIsAChange() {
        try (EntryStore<String, String> store = new ReferenceStore<>("orders", 1, clock)) {
            Stored<String> seen = readThenEvicted(store, () -> put(store, "k"));
            assertThat(setIfUnchanged(store, "k", seen)).isEqualTo(Effect.ABSENT);
        }
    }

    @Test
    void boundIsExceededByNoMoreThanTheWritersAtWork() throws Exception {
        try (EntryStore<Integer, String> store = new ReferenceStore<>("orders", 50, clock)) {
            AtomicLong most = new AtomicLong();
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = i * 100_000;
                writers.add(new Thread(() -> {
                    for (int key = first; key < first + 20_000; key++) {
                        put(store, key);
                        most.accumulateAndGet(store.count(), Math::max);
                    }
                }));
            }
            writers.forEach(Thread::start);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(most.get()).isBetween(50L, 54L);
            assertThat(store.count()).isEqualTo(50);
        }
    }

    private static Stored<String> readAndEvicted(EntryStore<String, String> store) {
        return readThenEvicted(store, () -> {});
    }

    private static Stored<String> readThenEvicted(EntryStore<String, String> store, Runnable between) {
        Stored<String> seen = null;
        while (seen == null) {
            put(store, "k");
            seen = store.read("k");
        }
        between.run();
        for (int i = 0; store.read("k") != null; i++) {
            put(store, "other " + i);
            store.live("other " + i, "expired");
        }
        return seen;
    }

    @Test
    void entryReadWhileItIsDeletedHasChanged() throws InterruptedException {
        int rounds = 1_500;
        try (EntryStore<String, String> store = new ReferenceStore<>("orders", 1_000, clock)) {
            AtomicInteger turn = new AtomicInteger();
            Thread deleter = new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    awaitTurn(turn, 2 * round + 1);
                    store.delete("k", Condition.any(), false);
                    turn.incrementAndGet();
                }
            });
            deleter.setDaemon(true); // it never ends if an assertion fails
            deleter.start();
            for (int round = 0; round < rounds; round++) {
                put(store, "k");
                turn.incrementAndGet();
                Stored<String> seen = null;
                for (Stored<String> found = store.read("k"); found != null; found = store.read("k")) {
                    seen = found;
                }
                awaitTurn(turn, 2 * round + 2);
                if (seen != null) {
                    assertThat(setIfUnchanged(store, "k", seen)).isEqualTo(Effect.ABSENT);
                }
            }
            deleter.join();
        }
    }

    /** Spins, for the two threads must be at work at the same instant. */
    private static void awaitTurn(AtomicInteger turn, int number) {
        while (turn.get() < number) {
            Thread.onSpinWait();
        }
    }

    private static <K> void put(EntryStore<K, String> store, K key) {
        store.set(key, Condition.any(), "v", Stored.NEVER, Stored.NEVER, false);
    }

    private static <K> Effect setIfUnchanged(EntryStore<K, String> store, K key, Stored<String> seen) {
        return store.set(key, Condition.unchangedSince(seen), "w", Stored.NEVER, Stored.NEVER, false)
                .effect();
    }

    /** A key that has something done when somebody looks for it. */
    private static final class HookedKey {
        private @Nullable Runnable onceHashed;

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            Runnable action = onceHashed;
            onceHashed = null;
            if (action != null) {
                action.run();
            }
            return 1;
        }
    }
}
