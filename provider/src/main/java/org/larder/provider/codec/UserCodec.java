package org.larder.provider.codec;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.larder.codec.Codec;

/**
 * The codec of a cache that was given a codec by the user. Hands out copies of bytes only, and touches the payload only
 * while the user's code is not running.
 */
final class UserCodec<T> implements PayloadCodec<T> {

    private final Place place;
    private final Class<T> type;
    private final Codec<T> codec;

    UserCodec(Place place, Class<T> type, Codec<T> codec) {
        this.place = place;
        this.type = type;
        this.codec = codec;
    }

    @Override
    public void encode(T value, Payload out) {
        byte @Nullable [] bytes;
        try {
            bytes = codec.encode(value);
        } catch (RuntimeException e) {
            throw place.notEncoded(value.getClass(), codecName() + " threw " + e, e);
        }
        if (bytes == null) {
            throw place.notEncoded(
                    value.getClass(), codecName() + " returned null; Codec.encode must return bytes", null);
        }
        out.writeBytes(bytes, 0, bytes.length);
    }

    @Override
    public T decode(Payload in) {
        byte[] bytes = in.readBytes(in.remaining());
        int byteCount = bytes.length;
        @Nullable Object value;
        try {
            value = codec.decode(bytes);
        } catch (RuntimeException e) {
            throw undecodable(byteCount, "threw " + e, e);
        }
        if (value == null) {
            throw undecodable(byteCount, "returned null; Codec.decode must return a value", null);
        }
        if (!type.isInstance(value)) {
            throw undecodable(byteCount, "returned a " + value.getClass().getName(), null);
        }
        return type.cast(value);
    }

    private CacheException undecodable(int byteCount, String what, @Nullable RuntimeException cause) {
        return place.notDecoded(type.getName(), byteCount, codecName() + " " + what, cause);
    }

    private String codecName() {
        return "the codec " + codec.getClass().getName();
    }

    @Override
    public boolean encodingRunsUserCode(T value) {
        return true;
    }

    @Override
    public boolean decodingRunsUserCode(Payload in) {
        return true;
    }

    /** For keys the codec promises it; values need not have one form only. */
    @Override
    public boolean bytesDecideEquality() {
        return place.role() == Role.KEY;
    }
}
