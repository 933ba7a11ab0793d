package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.larder.provider.event.Delivery;
import org.larder.provider.expiry.Deadlines;
import org.larder.provider.integration.WriterGate;
import org.larder.provider.operation.Change;
import org.larder.provider.operation.Decision;
import org.larder.provider.statistics.Counters;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/**
 * The order of effects of a decision: reap the expired, write through, compute the deadline, store, notify, count.
 * Nothing else knows it.
 */
final class EntryChanges<K, V> {

    private final EntryStore<K, V> store;
    private final Deadlines deadlines;
    private final Counters counters;
    private final InstantSource clock;
    private final long graceMillis;

    /**
     * Creates changes.
     *
     * @param graceMillis for how long expired entries that somebody meets stay where they are
     */
    EntryChanges(
            EntryStore<K, V> store, Deadlines deadlines, Counters counters, InstantSource clock, long graceMillis) {
        this.store = store;
        this.deadlines = deadlines;
        this.counters = counters;
        this.clock = clock;
        this.graceMillis = graceMillis;
    }

    /** The same with other deadlines. */
    EntryChanges<K, V> with(Deadlines other) {
        return new EntryChanges<>(store, other, counters, clock, graceMillis);
    }

    /** Whether an entry is not expired. */
    boolean isAlive(Stored<V> stored) {
        return !stored.isExpiredAt(clock.millis());
    }

    /** Notes that an entry was read, which may move its deadline. */
    void access(K key, Stored<V> seen) {
        if (deadlines.dependOnAccess()) {
            long deadlineMillis = deadlines.access();
            if (deadlineMillis != Stored.KEEP && deadlineMillis != seen.deadlineMillis()) {
                store.touch(key, seen, deadlineMillis);
            }
        }
    }

    /**
     * Carries out a decision upon the entry that was read.
     *
     * @param seen the entry, alive or expired, or null if there was none
     * @param live its value if it was alive when the decision was taken
     * @param hold the lock of the key
     * @param delivery takes the events
     * @param through written through before the change, or null
     * @param epoch that of the store before the entry was read
     * @return what became of it; null if the entry has changed since it was read, and nothing was done
     */
    @Nullable
    Effect carryOut(
            K key,
            @Nullable Stored<V> seen,
            @Nullable V live,
            Decision<V> decision,
            KeyLocks<K>.Hold hold,
            Delivery<K, V> delivery,
            @Nullable WriterGate<K, V> through,
            long epoch) {
        return new Attempt(key, seen, live, decision, hold, delivery, through, epoch).carryOut();
    }

    /** One attempt to carry out a decision upon what was read. */
    private final class Attempt {
        private final K key;
        private @Nullable Stored<V> seen;
        private @Nullable V live;
        private final Decision<V> decision;
        private final KeyLocks<K>.Hold hold;
        private final Delivery<K, V> delivery;
        private final @Nullable WriterGate<K, V> through;
        private final long epoch;

        Attempt(
                K key,
                @Nullable Stored<V> seen,
                @Nullable V live,
                Decision<V> decision,
                KeyLocks<K>.Hold hold,
                Delivery<K, V> delivery,
                @Nullable WriterGate<K, V> through,
                long epoch) {
            this.key = key;
            this.seen = seen;
            this.live = live;
            this.decision = decision;
            this.hold = hold;
            this.delivery = delivery;
            this.through = through;
            this.epoch = epoch;
        }

        /** What became of it; null if the entry has changed since it was read. */
        @Nullable
        Effect carryOut() {
            lookAgainIfUsed();
            return switch (decision.change()) {
                case KEEP -> {
                    if (seen != null && seen.isExpiredAt(clock.millis() - graceMillis)) {
                        reap();
                    }
                    yield unchanged();
                }
                case EXPIRE -> {
                    reap();
                    yield unchanged();
                }
                case ACCESS -> {
                    if (seen != null && live != null) {
                        access(key, seen);
                    }
                    yield unchanged();
                }
                case PUT, LOAD -> put(requireNonNull(decision.value()));
                case REMOVE -> remove();
            };
        }

        /** Sees what the user's code itself did to the key, so that events tell what is replaced. */
        private void lookAgainIfUsed() {
            if (hold.usedAgain()) {
                seen = store.read(key);
                live = seen != null && isAlive(seen) ? seen.value() : null;
            }
        }

        private Effect unchanged() {
            return live == null ? Effect.ABSENT : Effect.DIFFERENT;
        }

        private @Nullable Effect put(V value) {
            boolean put = decision.change() == Change.PUT;
            boolean written = put && through != null;
            if (written && isClearedSinceRead()) {
                return null;
            }
            long epochBefore = decision.restsOnLoad() ? decision.epoch() : store.epoch();
            if (written) {
                write(value);
            }
            long deadlineMillis = live == null ? deadlines.creation() : deadlines.update();
            if (live == null && deadlineMillis == Deadlines.AT_ONCE) {
                reap();
                return Effect.CREATED; // and gone again: nobody could ever have seen it
            }
            if (deadlineMillis == Stored.KEEP) {
                deadlineMillis = requireNonNull(seen).deadlineMillis();
            }
            boolean putMeanwhile = put && live != null; // by the user's code itself, where it had loaded before
            boolean ofLoad = decision.restsOnLoad() && !putMeanwhile;
            Effect effect = set(value, ofLoad ? ifInEpoch(epochBefore) : ifUnchanged(), deadlineMillis);
            if (!isRefused(effect)) {
                return tell(value);
            }
            // Where there is a live entry that was not seen, another look finds it.
            if (ofLoad && (effect == Effect.ABSENT || live != null) && store.epoch() != epochBefore) {
                return loadedAndGone();
            }
            if (written && effect == Effect.ABSENT && hold.isAlone()) {
                // Swept, dropped or cleared, and the writer is not told twice. What was cleared stays so: it may be
                // outdated.
                set(value, new Condition.InEpoch<>(epochBefore, Condition.absent()), deadlineMillis);
                return tell(value);
            }
            return null;
        }

        /** Whether all was cleared, the entry too, before the writer is told what was made of it. */
        private boolean isClearedSinceRead() {
            return live != null && !hold.usedAgain() && store.epoch() != epoch && store.read(key) == null;
        }

        private void write(V value) {
            store.admit(key, value); // nobody else may be told of a value that cannot be stored
            requireNonNull(through).write(key, value);
            lookAgainIfUsed();
        }

        private Effect set(V value, Condition<V> condition, long deadlineMillis) {
            return store.set(key, condition, value, deadlineMillis, deadlineMillis, false)
                    .effect();
        }

        private static boolean isRefused(Effect effect) {
            return effect == Effect.ABSENT || effect == Effect.DIFFERENT;
        }

        private Effect tell(V value) {
            notifyExpired();
            delivery.enqueue(live == null ? EventType.CREATED : EventType.UPDATED, key, value, live);
            if (decision.change() == Change.PUT) {
                counters.put();
            }
            return live == null ? Effect.CREATED : Effect.UPDATED;
        }

        /** To be seen by nobody who came later, and by nobody who waited if the entry may have been changed by others, too. */
        private Effect loadedAndGone() {
            return seen == null ? Effect.CREATED : Effect.DIFFERENT;
        }

        private @Nullable Effect remove() {
            if (through != null) {
                if (isClearedSinceRead()) {
                    return null;
                }
                through.delete(key);
                lookAgainIfUsed();
            }
            if (seen == null) { // an eviction may just have taken what somebody is at work on
                Effect effect = store.delete(key, Condition.absent(), false).effect();
                return effect == Effect.DIFFERENT ? null : Effect.ABSENT;
            }
            Reply<V> deleted = store.delete(key, ifUnchanged(), false);
            boolean mustNotRunAgain = through != null && deleted.effect() == Effect.ABSENT && hold.isAlone();
            if (!deleted.applied() && !mustNotRunAgain && !hold.usedAgain()) {
                return null;
            }
            if (live == null) {
                notifyExpired();
                return Effect.ABSENT;
            }
            delivery.enqueue(EventType.REMOVED, key, null, live);
            counters.removal();
            return Effect.REMOVED;
        }

        /** Takes an expired entry away, unless somebody else has changed it by now. */
        private void reap() {
            if (seen != null
                    && live == null
                    && store.delete(key, unchangedSince(seen), false).applied()) {
                notifyExpired();
            }
        }

        private void notifyExpired() {
            if (seen != null && live == null) {
                delivery.enqueue(EventType.EXPIRED, key, null, seen.value());
            }
        }

        private Condition<V> ifUnchanged() {
            if (hold.usedAgain()) {
                return Condition.any();
            }
            return seen == null ? Condition.absent() : unchangedSince(seen);
        }

        private Condition<V> ifInEpoch(long epoch) {
            return new Condition.InEpoch<>(epoch, seen == null ? Condition.absent() : ifUnchanged());
        }

        private Condition<V> unchangedSince(Stored<V> read) {
            return Condition.unchangedSince(read, () -> store.isShared() || !hold.isAlone());
        }
    }
}
