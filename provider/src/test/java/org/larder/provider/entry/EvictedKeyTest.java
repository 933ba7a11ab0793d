package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import javax.cache.expiry.EternalExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.expiry.Deadlines;
import org.larder.provider.operation.Operation;
import org.larder.provider.statistics.Counters;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.ReferenceStore;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/** Removal of a key whose entry was evicted while somebody is at work on it. */
class EvictedKeyTest {

    private final InstantSource clock = InstantSource.system();
    private final EntryStore<String, String> store = new ReferenceStore<>("orders", 1, clock);
    private final EntryEngine<String, String> engine = new EntryEngine<>(
            "orders",
            String.class,
            store,
            new Deadlines("orders", new EternalExpiryPolicy(), clock),
            new EventDispatcher<>("orders", () -> {
                throw new IllegalStateException("nobody hears events");
            }),
            new Counters(() -> 0, false),
            null,
            null,
            clock,
            new WaitGraph());

    @Test
    void removalUnderTheLockOfTheKeyIsAChange() {
        Stored<String> seen = readAndEvicted();
        try (KeyLocks<String>.Hold other = engine.hold("other")) { // so that the removal takes the lock, too
            assertThat(engine.apply(Operation.REMOVE, "k", null, null).effect()).isEqualTo(Effect.ABSENT);
        }
        assertThat(setIfUnchanged(seen)).isEqualTo(Effect.ABSENT);
    }

    @Test
    void whoIsAboutToDeleteIsToldThatNothingIsThereAndIsAChange() {
        Stored<String> seen = readAndEvicted();
        assertThat(engine.isThereToDelete("k")).isFalse();
        assertThat(setIfUnchanged(seen)).isEqualTo(Effect.ABSENT);
        put("k");
        assertThat(engine.isThereToDelete("k")).isTrue();
    }

    private Stored<String> readAndEvicted() {
        put("k");
        Stored<String> seen = requireNonNull(store.read("k"));
        for (int i = 0; store.read("k") != null; i++) {
            put("l" + i);
        }
        return seen;
    }

    private void put(String key) {
        store.set(key, Condition.any(), "v", Stored.NEVER, Stored.NEVER, false);
    }

    private Effect setIfUnchanged(Stored<String> seen) {
        return store.set("k", Condition.unchangedSince(seen, () -> false), "w", Stored.NEVER, Stored.NEVER, false)
                .effect();
    }
}
