package org.larder.provider.chronicle;

import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.larder.provider.codec.Payload;

/**
 * Puts entries into their segments and takes them out, and keeps the accounts.
 *
 * <p>A value that takes more chunks than the one it replaces never goes through Chronicle's own replace, which loses the
 * entry when there is no room: the old one is removed and the new one inserted under one lock, and if the new one finds
 * no place the old one returns to its own, which is certainly free.
 */
final class Placer {

    private final SegmentAccounts accounts;
    private final OversizedEntries oversized;
    private final Ghosts ghosts;

    /** What became of an attempt to put an entry into its segment. */
    enum Placement {
        /** It is there. */
        PLACED,
        /** It is larger than an entry may be: there is none now. */
        TOO_LARGE,
        /** Something must be dropped first; nothing was changed. */
        NO_ROOM
    }

    Placer(SegmentAccounts accounts, OversizedEntries oversized, Ghosts ghosts) {
        this.accounts = accounts;
        this.oversized = oversized;
        this.ghosts = ghosts;
    }

    /** The bytes of an entry: encoded key and value, and what encryption adds to them. */
    static long entryBytes(CompiledMapQueryContext<Object, Object, Object> context, Payload payload) {
        return context.inputKey().size() + scratch(context).storedBytes(payload);
    }

    /** The chunks that an entry takes; fails if there are more than an entry may have and that is an error here. */
    int chunks(CompiledMapQueryContext<Object, Object, Object> context, Payload payload) {
        int chunks = oversized.chunks(context.entrySize(
                context.inputKey().size(),
                EntryLayout.HEADER_BYTES + scratch(context).storedBytes(payload)));
        if (chunks > oversized.maxEntryChunks()) {
            oversized.rejectIfAsked(entryBytes(context, payload));
        }
        return chunks;
    }

    /**
     * Writes the entry of a context into its segment.
     *
     * @param context holds the update lock
     * @param chunks what {@link #chunks} said
     * @param present whether there is an entry now, alive or expired
     */
    Placement place(
            CompiledMapQueryContext<Object, Object, Object> context,
            Payload payload,
            int chunks,
            long deadlineMillis,
            boolean present) {
        int segment = context.segmentIndex();
        if (chunks > oversized.maxEntryChunks()) {
            if (present) {
                remove(context);
            }
            accounts.deleted(segment); // somebody wrote the key, though nothing of it is left
            return Placement.TOO_LARGE;
        }
        int oldChunks = present ? context.entrySizeInChunks() : 0;
        if (!accounts.hasRoom(segment, chunks - oldChunks) || !(present || accounts.claimEntry(segment))) {
            return Placement.NO_ROOM;
        }
        long stamp = accounts.nextStamp(segment);
        boolean placed;
        if (!present) {
            placed = insertNew(context, payload, chunks, stamp, deadlineMillis);
        } else if (chunks <= oldChunks) {
            context.writeLock().lock(); // Chronicle would give chunks back before it has the lock, which it may not get
            context.doReplaceValue(scratch(context).entry(payload, stamp, deadlineMillis, markOfUsed(context)));
            placed = true;
        } else {
            placed = replaceByLarger(context, payload, chunks, stamp, deadlineMillis);
        }
        if (placed) {
            accounts.book(segment, chunks - oldChunks);
            accounts.expires(segment, deadlineMillis);
        }
        if (!placed && accounts.chunks(segment) == 0) {
            throw damaged(segment, chunks, "it is empty"); // nothing can be dropped: asking again would never end
        }
        return placed ? Placement.PLACED : Placement.NO_ROOM;
    }

    private static IllegalStateException damaged(int segment, int chunks, String though) {
        return new IllegalStateException(
                "segment %d has no %d free chunks in one place, though %s: what it says of itself is damaged; close the cache and open it again, which mends its files"
                        .formatted(segment, chunks, though));
    }

    /** Inserts an entry whose place is claimed. */
    private boolean insertNew(
            CompiledMapQueryContext<Object, Object, Object> context,
            Payload payload,
            int chunks,
            long stamp,
            long deadlineMillis) {
        boolean inserted = false;
        try {
            boolean backSoon = ghosts.contains(context.segmentIndex(), context.keyHashCode());
            long mark = backSoon ? QueueMark.inMain(stamp, 0) : QueueMark.inSmall(stamp);
            inserted = insert(context, scratch(context).entry(payload, stamp, deadlineMillis, mark), chunks);
        } finally {
            if (!inserted) {
                accounts.releaseEntry(context.segmentIndex());
            }
        }
        return inserted;
    }

    private boolean replaceByLarger(
            CompiledMapQueryContext<Object, Object, Object> context,
            Payload payload,
            int chunks,
            long stamp,
            long deadlineMillis) {
        Scratch<?> scratch = scratch(context);
        Payload old = scratch.oldBuffer();
        EntryLayout.copyPayload(context.segmentBS(), context.valueOffset(), context.valueSize(), old);
        long oldStamp = EntryLayout.stamp(context.segmentBS(), context.valueOffset());
        long oldDeadlineMillis = EntryLayout.deadlineMillis(context.segmentBS(), context.valueOffset());
        long mark = EntryLayout.mark(context.segmentBS(), context.valueOffset());
        Data<Object> larger = scratch.entry(payload, stamp, deadlineMillis, QueueMark.usedAgain(mark));
        int oldChunks = context.entrySizeInChunks();
        context.doRemove(); // takes the write lock: no reader sees what is between
        if (insert(context, larger, chunks)) {
            return true;
        }
        if (!insert(context, scratch.storedEntry(old, oldStamp, oldDeadlineMillis, mark), oldChunks)) {
            accounts.removed(context.segmentIndex(), oldChunks);
            accounts.deleted(context.segmentIndex());
            throw damaged(context.segmentIndex(), oldChunks, "so many were just given back");
        }
        return false;
    }

    /** An entry that is written again keeps its place in its queue. */
    private static long markOfUsed(CompiledMapQueryContext<Object, Object, Object> context) {
        return QueueMark.usedAgain(EntryLayout.mark(context.segmentBS(), context.valueOffset()));
    }

    /**
     * Inserts an entry; false if no run of free chunks is long enough, or no slot is free. These are the steps of
     * Chronicle's own insert, which in that case would ask for a further tier: it would wait for a lock that somebody
     * may have died with, to learn that the geometry allows none.
     */
    private boolean insert(CompiledMapQueryContext<Object, Object, Object> context, Data<Object> entry, int chunks) {
        long begin = context.allocReturnCodeGuarded(chunks);
        if (begin < 0) {
            return false;
        }
        context.initAllocatedChunks(chunks);
        context.writeNewEntry(begin, context.inputKey());
        context.initValue(entry);
        context.freeExtraAllocatedChunks();
        context.putNewVolatile(begin);
        context.incrementModCountGuarded();
        context.setSearchStateGuarded(CompiledMapQueryContext.SearchState.PRESENT);
        context.initPresenceOfEntry(CompiledMapQueryContext.EntryPresence.PRESENT);
        return true;
    }

    /** Removes the entry of a context, which holds the update lock. */
    void remove(CompiledMapQueryContext<Object, Object, Object> context) {
        int chunks = context.entrySizeInChunks();
        context.doRemove();
        accounts.removed(context.segmentIndex(), chunks);
    }

    private static Scratch<?> scratch(CompiledMapQueryContext<Object, Object, Object> context) {
        return (Scratch<?>) context.inputKeyDataAccess();
    }
}
