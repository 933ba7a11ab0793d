package org.larder.provider.codec;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** The codec of a cache whose configured type is a record: the definition of the type, then the components. */
final class RecordCodec<T> implements PayloadCodec<T> {

    private final Place place;
    private final Class<T> type;
    private final RecordTypes types;

    RecordCodec(Place place, Class<T> type, RecordTypes types) {
        this.place = place;
        this.type = type;
        this.types = types;
    }

    @Override
    public void encode(T value, Payload out) {
        encode(place, value, to -> to.writeRoot(types.of(type).plain(), value), out);
    }

    /** Encodes a value by its parts, and says where in the cache it could not be done. */
    static void encode(Place place, Object value, Consumer<Encoding> writer, Payload out) {
        try {
            writer.accept(new Encoding(out, place.role()));
        } catch (FormException e) {
            throw place.notEncoded(value.getClass(), e.reason(), e.getCause());
        } catch (ArithmeticException e) {
            throw place.notEncoded(value.getClass(), FormException.TOO_LARGE, e);
        } catch (CacheException e) {
            throw e;
        } catch (RuntimeException e) {
            throw place.notEncoded(value.getClass(), "one of its parts threw " + e, e);
        }
    }

    @Override
    public T decode(Payload in) {
        return decode(place, type, from -> from.readRoot(types.of(type)), new Decoding(in, types));
    }

    /** Decodes a value by its parts, and says where in the cache it could not be done. */
    static <T> T decode(Place place, Class<T> type, Function<Decoding, @Nullable Object> reader, Decoding from) {
        int byteCount = from.in().remaining();
        Object value;
        try {
            value = reader.apply(from);
        } catch (CacheException e) {
            throw e;
        } catch (FormException e) {
            throw place.notDecoded(type.getName(), byteCount, e.reason(), e.getCause());
        } catch (RuntimeException e) {
            throw damaged(place, type, byteCount, String.valueOf(e.getMessage()), e);
        }
        if (from.in().remaining() != 0) {
            throw damaged(place, type, byteCount, from.in().remaining() + " bytes are left over", null);
        }
        if (!type.isInstance(value)) {
            String found = value == null ? "null" : "a " + value.getClass().getTypeName();
            throw damaged(place, type, byteCount, "it is " + found, null);
        }
        return type.cast(value);
    }

    private static CacheException damaged(
            Place place, Class<?> type, int byteCount, String reason, @Nullable RuntimeException cause) {
        return place.notDecoded(
                type.getName(),
                byteCount,
                reason + "; the entry was damaged or written as another type: remove it",
                cause);
    }

    /** Accessors and constructors are the user's. */
    @Override
    public boolean encodingRunsUserCode(T value) {
        return true;
    }

    @Override
    public boolean decodingRunsUserCode(Payload in) {
        return true;
    }

    /** Keys promise it. Values may hold sets in any order, and may have an {@code equals} of their own. */
    @Override
    public boolean bytesDecideEquality() {
        return place.role() == Role.KEY;
    }
}
