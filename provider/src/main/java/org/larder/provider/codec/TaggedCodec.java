package org.larder.provider.codec;

import org.larder.MethodKey;

/**
 * The codec of a cache whose configured type leaves the class of its keys or values open, such as {@code Object},
 * {@code Number} or an interface: one byte that tells the form, then the bytes in that form. Equal numbers of different
 * types have different bytes, as {@code equals} has it.
 */
final class TaggedCodec<T> implements PayloadCodec<T> {

    private final Place place;
    private final Class<T> type;
    private final SerializedCodec<T> serialized;
    private final EnumConstants enums;
    private final RecordTypes types;

    TaggedCodec(Place place, Class<T> type, StoredClasses classes, RecordTypes types) {
        this.place = place;
        this.type = type;
        this.serialized = new SerializedCodec<>(place, type, classes.loader(), classes.filter());
        this.enums = new EnumConstants(classes);
        this.types = types;
    }

    @Override
    public void encode(T value, Payload out) {
        if (types.open().isOfParts(value) || types.open().isOfElements(value, type)) {
            encodeParts(value, out);
            return;
        }
        BuiltIn<?> form = BuiltIn.ofClass(value.getClass());
        if (form != null) {
            out.writeByte(form.id());
            form.encode(value, out, place);
        } else if (value instanceof Enum<?> constant) {
            out.writeByte(BuiltIn.ENUM_ID);
            StringForm.write(EnumConstants.textOf(constant), out);
        } else {
            out.writeByte(BuiltIn.SERIALIZED_ID);
            serialized.encode(value, out);
        }
    }

    private void encodeParts(T value, Payload out) {
        RecordCodec.encode(place, value, to -> types.open().write(value, to), out);
    }

    @Override
    public T decode(Payload in) {
        int byteCount = in.remaining();
        if (byteCount > 0 && OpenSlot.isOfParts(in.peekByte())) {
            return RecordCodec.decode(place, type, from -> types.open().read(from), new Decoding(in, types));
        }
        int id = byteCount == 0 ? 0 : in.readByte();
        if (id == BuiltIn.SERIALIZED_ID) {
            return serialized.decode(in);
        }
        Object value;
        if (id == BuiltIn.ENUM_ID) {
            value = decodeEnum(in);
        } else {
            BuiltIn<?> form = BuiltIn.ofId(id);
            if (form == null) {
                throw place.notDecoded(
                        type.getName(),
                        byteCount,
                        "no type has the id " + id + "; the entry was damaged or written by a later release: remove it",
                        null);
            }
            value = form.decode(in, place);
        }
        if (!type.isInstance(value)) {
            throw place.notDecoded(
                    type.getName(),
                    byteCount,
                    "it is a " + value.getClass().getTypeName() + "; the entry was written as another type: remove it",
                    null);
        }
        return type.cast(value);
    }

    private Enum<?> decodeEnum(Payload in) {
        int byteCount = in.remaining();
        String text;
        try {
            text = StringForm.read(in);
        } catch (IllegalStateException e) {
            throw place.notDecoded("an enum", byteCount, e.getMessage() + "; remove the entry", e);
        }
        try {
            return enums.constant(text);
        } catch (FormException e) {
            throw place.notDecoded(EnumConstants.typeName(text), byteCount, e.reason(), e.getCause());
        }
    }

    /** Only the built-in types bring no code of their own, also as parameters of a method. */
    @Override
    public boolean encodingRunsUserCode(T value) {
        if (value instanceof MethodKey key) {
            return !types.open().isOfBuiltIns(key);
        }
        return BuiltIn.ofClass(value.getClass()) == null || types.open().isOfParts(value);
    }

    @Override
    public boolean decodingRunsUserCode(Payload in) {
        return in.remaining() == 0 || BuiltIn.ofId(in.peekByte()) == null;
    }

    @Override
    public boolean bytesDecideEquality() {
        return false;
    }
}
