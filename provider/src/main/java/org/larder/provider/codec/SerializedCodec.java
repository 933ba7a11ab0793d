package org.larder.provider.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The codec of types that Larder does not know: Java serialization. Keys are written so that equal keys have equal
 * bytes, see {@link KeySerializer}; reading is filtered, see {@link SerialFilter}.
 */
final class SerializedCodec<T> implements PayloadCodec<T> {

    private final Place place;
    private final Class<T> type;
    private final ClassLoader loader;
    private final SerialFilter filter;

    SerializedCodec(Place place, Class<T> type, ClassLoader loader, SerialFilter filter) {
        this.place = place;
        this.type = type;
        this.loader = loader;
        this.filter = filter;
    }

    @Override
    public void encode(T value, Payload out) {
        if (!(value instanceof Serializable)) {
            throw place.notEncoded(
                    value.getClass(), "it is not serializable; " + place.role().waysOut(), null);
        }
        try {
            if (place.role() == Role.KEY) {
                byte[] bytes = new KeySerializer().serialize(value);
                out.writeBytes(bytes, 0, bytes.length);
            } else {
                try (ObjectOutputStream stream = new ObjectOutputStream(new PayloadOutputStream(out))) {
                    stream.writeObject(value);
                }
            }
        } catch (NotSerializableException e) {
            throw place.notEncoded(
                    value.getClass(),
                    "it holds a " + e.getMessage() + ", which is not serializable; "
                            + place.role().waysOut(),
                    e);
        } catch (KeyRefusedException e) {
            throw place.notEncoded(value.getClass(), String.valueOf(e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            throw place.notEncoded(value.getClass(), "serialization failed with " + e, e);
        }
    }

    @Override
    public T decode(Payload in) {
        int byteCount = in.remaining();
        int from = in.advance(byteCount);
        SerialFilter.Check check = filter.check(byteCount);
        Object value;
        try (ObjectInputStream stream =
                new FilteredObjectInputStream(new ByteArrayInputStream(in.array(), from, byteCount), loader, check)) {
            value = stream.readObject();
        } catch (ClassNotFoundException e) {
            throw failure(
                    byteCount,
                    "class " + e.getMessage() + " is not visible to the class loader of the cache manager, " + loader,
                    e);
        } catch (IOException | RuntimeException e) {
            String refusal = check.refusal();
            throw failure(
                    byteCount,
                    refusal == null
                            ? "deserialization failed with " + e
                            : refusal + "; if the entry is to be trusted, give the cache a codec with "
                                    + place.role().codecSetting(),
                    e);
        }
        if (!type.isInstance(value)) {
            String found = value == null ? "null" : "a " + value.getClass().getName();
            throw failure(byteCount, "it is " + found + "; the entry was written as another type: remove it", null);
        }
        return type.cast(value);
    }

    private CacheException failure(int byteCount, String reason, @Nullable Exception cause) {
        return place.notDecoded(type.getName(), byteCount, reason, cause);
    }

    @Override
    public boolean encodingRunsUserCode(T value) {
        return true;
    }

    @Override
    public boolean decodingRunsUserCode(Payload in) {
        return true;
    }

    /** Equal values may have been serialized differently, and a type may well have an {@code equals} of its own. */
    @Override
    public boolean bytesDecideEquality() {
        return false;
    }

    /** The end of a payload as a stream. */
    private static final class PayloadOutputStream extends OutputStream {
        private final Payload payload;

        PayloadOutputStream(Payload payload) {
            this.payload = payload;
        }

        @Override
        public void write(int value) {
            payload.writeByte(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            payload.writeBytes(bytes, offset, length);
        }
    }
}
