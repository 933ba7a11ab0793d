package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;

import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.RandomDataOutput;
import net.openhft.chronicle.hash.AbstractData;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.serialization.DataAccess;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.encryption.Sealer;

/**
 * The buffers of one thread at work on one map. Chronicle Map copies its key marshaller for every context, and contexts
 * belong to threads: posing as that marshaller gives each thread buffers of its own without a thread-local of ours, and
 * an operation that allocates nothing.
 */
final class Scratch<K> implements DataAccess<Object> {

    private static final int INITIAL_BYTES = 256;

    private final PayloadCodec<K> keyCodec;
    private final @Nullable Checksum checksum;
    private final @Nullable EntryCipher cipher;
    private final @Nullable Sealer sealer;
    private final HeapData key = new HeapData(new Payload(INITIAL_BYTES));
    private final EntryData entry = new EntryData();
    private Payload keyBuffer = new Payload(INITIAL_BYTES);
    private Payload valueBuffer = new Payload(INITIAL_BYTES);
    private Payload oldBuffer = new Payload(0);
    private Payload plainKey = keyBuffer;
    private @Nullable Payload opened;

    /**
     * Creates buffers.
     *
     * @param checked whether entries get a check
     * @param cipher what entries are encrypted with, or null if they are not
     */
    Scratch(PayloadCodec<K> keyCodec, boolean checked, @Nullable EntryCipher cipher) {
        this.keyCodec = keyCodec;
        this.checksum = checked ? new Checksum() : null;
        this.cipher = cipher;
        this.sealer = cipher == null ? null : cipher.newSealer();
    }

    private Payload keyBuffer() {
        keyBuffer = keyBuffer.emptied();
        return keyBuffer;
    }

    /** An emptied buffer to encode a value into or to copy one to. */
    Payload valueBuffer() {
        valueBuffer = valueBuffer.emptied();
        return valueBuffer;
    }

    /** An emptied buffer for the value that another is about to replace. */
    Payload oldBuffer() {
        oldBuffer = oldBuffer.emptied();
        return oldBuffer;
    }

    /** The bytes of a key as the map takes them; of a key, or of a payload that it was already encoded into. */
    @Override
    @SuppressWarnings("unchecked") // the store hands over nothing else
    public Data<Object> getData(Object keyOrPayload) {
        if (keyOrPayload instanceof Payload payload) {
            plainKey = payload;
        } else {
            plainKey = keyBuffer();
            keyCodec.encode((K) keyOrPayload, plainKey);
        }
        key.payload(sealer == null ? plainKey : sealer.mapKey(plainKey));
        return key;
    }

    /** Whether entries are encrypted. */
    boolean seals() {
        return sealer != null;
    }

    /** The bytes that are stored for a value under the key that was asked for last. */
    long storedBytes(Payload value) {
        return sealer == null ? value.end() : Sealer.sealedBytes(plainKey.end(), value.end());
    }

    /**
     * The value in what is stored under the key that was asked for last, from its position on.
     *
     * @return null if it was changed, or encrypted with a key that is not known
     */
    @Nullable
    Payload open(Payload stored, long stamp, long deadlineMillis) {
        if (sealer == null) {
            return stored;
        }
        opened = sealer.open(key.payload(), stored, stamp, deadlineMillis);
        if (opened != null) {
            opened.advance(opened.readCount());
        }
        return opened;
    }

    /** What {@link #open} returned last. */
    @Nullable
    Payload opened() {
        return opened;
    }

    /** What was opened last, encrypted again with another deadline, as the map takes it. */
    Data<Object> openedWithDeadline(long stamp, long deadlineMillis, long mark) {
        Payload stored = requireNonNull(sealer).sealAgain(key.payload(), requireNonNull(opened), stamp, deadlineMillis);
        return storedEntry(stored, stamp, deadlineMillis, mark);
    }

    /** The check of an entry of the key that was asked for last; 0 where entries have none. */
    int check(Payload payload, long stamp, long deadlineMillis) {
        return checksum == null ? 0 : checksum.of(key.payload(), payload, stamp, deadlineMillis);
    }

    /** A value with its header as the map takes it, for the key that was asked for last. */
    Data<Object> entry(Payload value, long stamp, long deadlineMillis, long mark) {
        Payload stored = sealer == null ? value : sealer.seal(key.payload(), plainKey, value, stamp, deadlineMillis);
        return storedEntry(stored, stamp, deadlineMillis, mark);
    }

    /** What was stored before, as the map takes it, for the key that was asked for last. */
    Data<Object> storedEntry(Payload payload, long stamp, long deadlineMillis, long mark) {
        entry.payload = payload;
        entry.stamp = stamp;
        entry.deadlineMillis = deadlineMillis;
        entry.mark = mark;
        entry.check = check(payload, stamp, deadlineMillis);
        return entry;
    }

    @Override
    public void uninit() {
        // the buffers stay for the next operation
    }

    @Override
    public DataAccess<Object> copy() {
        return new Scratch<>(keyCodec, checksum != null, cipher);
    }

    @Override
    public void readMarshallable(WireIn wire) {
        // has no state worth keeping
    }

    @Override
    public void writeMarshallable(WireOut wire) {
        // has no state worth keeping
    }

    /** Header and payload, written in one go. */
    private static final class EntryData extends AbstractData<Object> {
        private Payload payload = new Payload(0);
        private long stamp;
        private long deadlineMillis;
        private long mark;
        private int check;

        @Override
        public long size() {
            return EntryLayout.HEADER_BYTES + (long) payload.end();
        }

        @Override
        @SuppressWarnings("rawtypes") // as Chronicle declares it
        public void writeTo(RandomDataOutput target, long targetOffset) {
            EntryLayout.writeHeader(target, targetOffset, stamp, deadlineMillis, mark, check);
            HeapData.copyTo(target, targetOffset + EntryLayout.HEADER_BYTES, payload);
        }

        @Override
        public RandomDataInput bytes() {
            throw onlyWritten();
        }

        @Override
        public long offset() {
            throw onlyWritten();
        }

        @Override
        public Object get() {
            throw onlyWritten();
        }

        @Override
        public Object getUsing(@Nullable Object using) {
            throw onlyWritten();
        }

        private static UnsupportedOperationException onlyWritten() {
            return new UnsupportedOperationException("an entry under way is only ever written into the map");
        }
    }
}
