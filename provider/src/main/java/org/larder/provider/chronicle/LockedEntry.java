package org.larder.provider.chronicle;

import java.util.Arrays;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;

/** The entry that a context has found, looked at in place while the context holds a lock of its segment. */
final class LockedEntry {

    private final @Nullable Damage damage;
    private final boolean encrypted;
    private final Placer placer;
    private final SegmentAccounts accounts;

    /**
     * Creates a way to look at entries.
     *
     * @param damage where entries are in a file, and may be damaged; null elsewhere
     */
    LockedEntry(@Nullable Damage damage, boolean encrypted, Placer placer, SegmentAccounts accounts) {
        this.damage = damage;
        this.encrypted = encrypted;
        this.placer = placer;
        this.accounts = accounts;
    }

    /**
     * Whether there is an entry to go by, now that the update lock is held; takes away one that is damaged.
     *
     * @param matters whether an encrypted entry must be opened, for what is in it or in its header
     */
    boolean isThere(CompiledMapQueryContext<Object, Object, Object> context, boolean matters) {
        if (context.entry() == null) {
            return false;
        }
        if (damage == null && !(encrypted && matters)) {
            return true;
        }
        Scratch<?> scratch = scratch(context);
        Payload stored = copyPayload(context, scratch.oldBuffer());
        boolean intact = isIntact(context, stored);
        long stamp = EntryLayout.stamp(context.segmentBS(), context.valueOffset());
        if (intact && (!matters || scratch.open(stored, stamp, deadlineMillis(context)) != null)) {
            return true;
        }
        if (damage != null && intact) {
            damage.sealed();
        } else if (damage != null) {
            damage.broken();
        }
        placer.remove(context);
        accounts.deleted(context.segmentIndex());
        return false;
    }

    /** Whether its bytes are those that were written, as far as a check sum tells. */
    boolean isIntact(CompiledMapQueryContext<Object, Object, Object> context, Payload payload) {
        PointerBytesStore bytes = context.segmentBS();
        long value = context.valueOffset();
        return damage == null
                || scratch(context).check(payload, EntryLayout.stamp(bytes, value), deadlineMillis(context))
                        == EntryLayout.check(bytes, value);
    }

    /** Gives it another deadline; nothing happens if it turns out to be damaged. */
    void moveDeadline(CompiledMapQueryContext<Object, Object, Object> context, long deadlineMillis) {
        long stamp = EntryLayout.stamp(context.segmentBS(), context.valueOffset());
        if (encrypted) {
            long mark = EntryLayout.mark(context.segmentBS(), context.valueOffset());
            if (isThere(context, true)) {
                context.doReplaceValue(
                        scratch(context).openedWithDeadline(stamp, deadlineMillis, mark)); // of equal size
            }
            return;
        }
        int check = EntryLayout.check(context.segmentBS(), context.valueOffset());
        int newCheck = damage == null ? check : Checksum.moved(check, stamp, deadlineMillis(context), deadlineMillis);
        context.writeLock().lock(); // readers of the segment must not see half a deadline
        EntryLayout.writeDeadline(context.segmentBS(), context.valueOffset(), deadlineMillis, newCheck);
    }

    /** A copy of the value that is there, as {@link #isThere} has found it. */
    static Payload copyValue(CompiledMapQueryContext<Object, Object, Object> context) {
        Payload opened = scratch(context).opened();
        return opened == null
                ? copyPayload(context, new Payload(0))
                : Payload.of(Arrays.copyOfRange(opened.array(), opened.position(), opened.end()));
    }

    /** A copy of its payload as it is stored. */
    static Payload copyPayload(CompiledMapQueryContext<Object, Object, Object> context, Payload into) {
        EntryLayout.copyPayload(context.segmentBS(), context.valueOffset(), context.valueSize(), into);
        return into;
    }

    static long deadlineMillis(CompiledMapQueryContext<Object, Object, Object> context) {
        return EntryLayout.deadlineMillis(context.segmentBS(), context.valueOffset());
    }

    /** Whether its value, as {@link #isThere} has found it, has certain bytes. */
    static boolean hasValue(CompiledMapQueryContext<Object, Object, Object> context, Payload expected) {
        Payload opened = scratch(context).opened();
        if (opened != null) {
            return Arrays.equals(opened.array(), opened.position(), opened.end(), expected.array(), 0, expected.end());
        }
        PointerBytesStore bytes = context.segmentBS();
        return context.valueSize() - EntryLayout.HEADER_BYTES == expected.end()
                && HeapData.sameBytes(expected, bytes, context.valueOffset() + EntryLayout.HEADER_BYTES);
    }

    private static Scratch<?> scratch(CompiledMapQueryContext<Object, Object, Object> context) {
        return (Scratch<?>) context.inputKeyDataAccess();
    }
}
