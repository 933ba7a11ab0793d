package org.larder.provider.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codec of a cache whose configured type leaves the class of its keys or values open, such as {@code Object},
 * {@code Number} or an interface: one byte that tells the form, then the bytes in that form. Equal numbers of different
 * types have different bytes, as {@code equals} has it.
 */
final class TaggedCodec<T> implements PayloadCodec<T> {

    /** Separates the type of an enum from the constant; the JVM allows it in neither. */
    private static final char ENUM_SEPARATOR = '/';

    private final Place place;
    private final Class<T> type;
    private final ClassLoader loader;
    private final SerialFilter filter;
    private final SerializedCodec<T> serialized;
    private final Map<String, Enum<?>> enumConstants = new ConcurrentHashMap<>();

    TaggedCodec(Place place, Class<T> type, ClassLoader loader, SerialFilter filter) {
        this.place = place;
        this.type = type;
        this.loader = loader;
        this.filter = filter;
        this.serialized = new SerializedCodec<>(place, type, loader, filter);
    }

    @Override
    public void encode(T value, Payload out) {
        BuiltIn<?> form = BuiltIn.ofClass(value.getClass());
        if (form != null) {
            out.writeByte(form.id());
            form.encode(value, out, place);
        } else if (value instanceof Enum<?> constant) {
            out.writeByte(BuiltIn.ENUM_ID);
            StringForm.write(constant.getDeclaringClass().getName() + ENUM_SEPARATOR + constant.name(), out);
        } else {
            out.writeByte(BuiltIn.SERIALIZED_ID);
            serialized.encode(value, out);
        }
    }

    @Override
    public T decode(Payload in) {
        int byteCount = in.remaining();
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
        Enum<?> known = enumConstants.get(text);
        if (known == null) {
            known = resolveEnum(text, byteCount);
            enumConstants.put(text, known);
        }
        return known;
    }

    private Enum<?> resolveEnum(String text, int byteCount) {
        int separator = text.lastIndexOf(ENUM_SEPARATOR);
        String typeName = text.substring(0, Math.max(separator, 0));
        try {
            Class<?> found = Class.forName(typeName, false, loader);
            String refusal = filter.refusalOf(found);
            if (refusal != null) {
                throw place.notDecoded(typeName, byteCount, refusal, null);
            }
            return constantOf(found, text.substring(separator + 1));
        } catch (ClassNotFoundException e) {
            throw place.notDecoded(
                    typeName,
                    byteCount,
                    "the class is not visible to the class loader of the cache manager, " + loader,
                    e);
        } catch (IllegalArgumentException e) {
            throw place.notDecoded(
                    typeName,
                    byteCount,
                    e.getMessage() + "; the constant was renamed or removed after it was stored: remove the entry",
                    e);
        }
    }

    private static Enum<?> constantOf(Class<?> found, String name) {
        if (!found.isEnum()) {
            throw new IllegalArgumentException(found.getName() + " is no enum");
        }
        for (Object constant : found.getEnumConstants()) {
            if (constant instanceof Enum<?> candidate && candidate.name().equals(name)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("there is no constant " + name);
    }

    /** Classes without a built-in form bring their own code to serialization. */
    @Override
    public boolean runsUserCode() {
        return true;
    }

    @Override
    public boolean bytesDecideEquality() {
        return false;
    }
}
