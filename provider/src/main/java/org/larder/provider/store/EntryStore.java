package org.larder.provider.store;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache: keys, values, deadlines and stamps.
 *
 * <p>A change is a condition and an action decided in one step, atomically per key, under a lock of the store's own. No
 * code of the user runs under that lock. What needs such code reads, runs it, and changes
 * {@linkplain Condition#unchangedSince if the entry is unchanged}. A change that asks for a live entry and meets an
 * expired one takes it away.
 *
 * <p>Thread-safe. Once closed, every method but {@link #close()} throws {@link IllegalStateException}.
 */
public interface EntryStore<K, V> extends AutoCloseable {

    /**
     * The live value of a key: the way of a plain {@code get}, which therefore allocates nothing but the value.
     *
     * @param ifExpired what to return for an entry that is expired but still there; compare by identity
     * @return the value, {@code ifExpired}, or null if there is no entry
     */
    @Nullable
    V live(K key, V ifExpired);

    /**
     * A key that will be the same one also when its caller writes it over, as far as the store keeps keys apart from their
     * callers; otherwise the one given.
     */
    K ownKey(K key);

    /** The entry of a key, alive or expired, or null. */
    @Nullable
    Stored<V> read(K key);

    /**
     * Fails as {@link #set} would if a key or value cannot be stored at all, and changes nothing. For callers that must
     * know before they tell somebody else.
     */
    void admit(K key, V value);

    /**
     * Writes a value.
     *
     * @param creationDeadlineMillis the deadline if there was no live entry
     * @param updateDeadlineMillis the deadline if there was one, possibly {@link Stored#KEEP}
     * @param wantsPrevious whether the reply should have the live value that was there
     */
    Reply<V> set(
            K key,
            Condition<V> condition,
            V value,
            long creationDeadlineMillis,
            long updateDeadlineMillis,
            boolean wantsPrevious);

    /**
     * Removes an entry.
     *
     * @param wantsPrevious whether the reply should have the live value that was there
     */
    Reply<V> delete(K key, Condition<V> condition, boolean wantsPrevious);

    /** Gives an entry another deadline if it is the one that was read; its stamp stays. */
    void touch(K key, Stored<V> seen, long deadlineMillis);

    /** Whether others than the user of this store may change its entries: other JVMs, other class loaders. */
    boolean isShared();

    /** Whether equality of values is that of their bytes, so that {@link Condition.PayloadIs} may be asked. */
    boolean decidesEquality();

    /**
     * Whether two values are the same bytes, and so the same value whatever their {@code equals} says; false where the
     * store keeps objects.
     */
    boolean sameBytes(V one, V other);

    /**
     * All entries, alive or expired. Weakly consistent: an entry that is there all the time is met once; one that comes
     * or goes may be met or not. For one thread; {@link Iterator#remove()} is not supported.
     */
    Iterator<Item<K, V>> iterator();

    /** An entry with its key. */
    record Item<K, V>(K key, Stored<V> stored) {}

    /** Into how many parts the store divides its entries, so that they can be gone through bit by bit. */
    int parts();

    /**
     * The entries of a part that are expired now, and have been for some time. Answers at once where none can be.
     *
     * @param part from 0 to {@link #parts()} - 1
     * @param graceMillis for how long they must have been expired, zero or more
     */
    List<Expired<K, V>> expired(int part, long graceMillis);

    /**
     * A key whose entry was found expired.
     *
     * @param unchanged holds as long as the entry is still the one that was found
     */
    record Expired<K, V>(K key, Condition<V> unchanged) {}

    /**
     * The keys of the entries of a part, alive or expired, as they are now, for one who removes them: what was dropped for
     * want of room before counts as removed, and does not come back by
     * {@linkplain Condition#unchangedSince a change that takes it for unchanged}. Takes less time than
     * {@link #iterator()}, because no value is read.
     *
     * @param part from 0 to {@link #parts()} - 1
     */
    List<K> keys(int part);

    /** The number of entries, alive or expired. May take time that grows with the size of the store. */
    long count();

    /** How many entries were dropped, since the store was made, because there was no room. */
    long evictions();

    /** How much room is used, and what became of entries; takes time that grows with the size of the store. */
    StoreUsage usage();

    /** How often {@link #beginEpoch()} was called. */
    long epoch();

    /**
     * Lets {@link Condition.InEpoch} hold no more for those who looked before; with entries that are set by it at this
     * moment already in their place when this returns, or never.
     */
    void beginEpoch();

    /** Removes all entries, in a new epoch. */
    void clear();

    /** Lets {@link #close()} delete what would outlive the store, for all who share it. */
    void deleteOnClose();

    /** Gives back what the store holds; waits for operations under way. Closing again has no effect. */
    @Override
    void close();
}
