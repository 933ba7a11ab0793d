package org.larder.provider.codec;

/**
 * The codec of a cache whose configured type is an enum: the constant's name, so that constants may be added and
 * reordered.
 */
final class EnumCodec<E extends Enum<E>> implements PayloadCodec<E> {

    private final Place place;
    private final Class<E> type;

    EnumCodec(Place place, Class<E> type) {
        this.place = place;
        this.type = type;
    }

    /** The codec of an enum type. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the type is an enum, which the language cannot be told
    static <T> PayloadCodec<T> of(Place place, Class<T> type) {
        return new EnumCodec(place, type);
    }

    @Override
    public void encode(E value, Payload out) {
        StringForm.write(value.name(), out);
    }

    @Override
    public E decode(Payload in) {
        int byteCount = in.remaining();
        try {
            return Enum.valueOf(type, StringForm.read(in));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw place.notDecoded(
                    type.getName(),
                    byteCount,
                    e.getMessage()
                            + "; the entry was damaged, or the constant renamed or removed since: remove the entry",
                    e);
        }
    }

    @Override
    public boolean encodingRunsUserCode(E value) {
        return false;
    }

    @Override
    public boolean decodingRunsUserCode(Payload in) {
        return false;
    }

    @Override
    public boolean bytesDecideEquality() {
        return true;
    }
}
