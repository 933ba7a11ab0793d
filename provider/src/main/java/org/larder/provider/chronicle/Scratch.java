package org.larder.provider.chronicle;

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

/**
 * The buffers of one thread at work on one map. Chronicle Map copies its key marshaller for every context, and contexts
 * belong to threads: posing as that marshaller gives each thread buffers of its own without a thread-local of ours, and
 * an operation that allocates nothing.
 */
final class Scratch<K> implements DataAccess<Object> {

    private static final int INITIAL_BYTES = 256;

    /** Buffers that grew beyond this are let go, so that one huge value does not stay with every thread. */
    static final int RETAINED_BYTES = 64 << 10;

    private final PayloadCodec<K> keyCodec;
    private final @Nullable Checksum checksum;
    private final HeapData key = new HeapData(new Payload(INITIAL_BYTES));
    private final EntryData entry = new EntryData();
    private Payload keyBuffer = new Payload(INITIAL_BYTES);
    private Payload valueBuffer = new Payload(INITIAL_BYTES);
    private Payload oldBuffer = new Payload(0);

    /**
     * Creates buffers.
     *
     * @param checked whether entries get a check
     */
    Scratch(PayloadCodec<K> keyCodec, boolean checked) {
        this.keyCodec = keyCodec;
        this.checksum = checked ? new Checksum() : null;
    }

    private Payload keyBuffer() {
        keyBuffer = emptied(keyBuffer);
        return keyBuffer;
    }

    /** An emptied buffer to encode a value into or to copy one to. */
    Payload valueBuffer() {
        valueBuffer = emptied(valueBuffer);
        return valueBuffer;
    }

    /** An emptied buffer for the value that another is about to replace. */
    Payload oldBuffer() {
        oldBuffer = emptied(oldBuffer);
        return oldBuffer;
    }

    private static Payload emptied(Payload buffer) {
        if (buffer.array().length > RETAINED_BYTES) {
            return new Payload(INITIAL_BYTES);
        }
        buffer.clear();
        return buffer;
    }

    /** The bytes of a key as the map takes them; of a key, or of a payload that it was already encoded into. */
    @Override
    @SuppressWarnings("unchecked") // the store hands over nothing else
    public Data<Object> getData(Object keyOrPayload) {
        if (keyOrPayload instanceof Payload payload) {
            key.payload(payload);
        } else {
            Payload buffer = keyBuffer();
            keyCodec.encode((K) keyOrPayload, buffer);
            key.payload(buffer);
        }
        return key;
    }

    /** The check of an entry of the key that was asked for last; 0 where entries have none. */
    int check(Payload payload, long stamp, long deadlineMillis) {
        return checksum == null ? 0 : checksum.of(key.payload(), payload, stamp, deadlineMillis);
    }

    /** A header and a payload as the map takes them, for the key that was asked for last. */
    Data<Object> entry(Payload payload, long stamp, long deadlineMillis, long mark) {
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
        return new Scratch<>(keyCodec, checksum != null);
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
