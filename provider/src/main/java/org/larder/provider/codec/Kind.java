package org.larder.provider.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * What the bytes of a component are, as the shape of its record says it: enough to pass over them, and to notice that
 * the type of a component was changed. The ids are frozen; those of built-in types are their own.
 *
 * @param parts the kinds of the elements of a container
 */
record Kind(int id, List<Kind> parts) {

    static final int RECORD = 40;
    static final int LIST = 41;
    static final int SET = 42;
    static final int MAP = 43;
    static final int OPTIONAL = 44;
    static final int ARRAY = 45;

    /** Written by a codec of the user for the type. */
    static final int CODEC = 46;

    /** The declared type leaves the class open: each value has a tag. */
    static final int OPEN = 47;

    /** A {@link org.larder.MethodKey}: as a list of its parameters. Only a tag, no kind of component. */
    static final int METHOD_KEY = 48;

    /** Added to the id of the box of a primitive type. */
    private static final int PRIMITIVE = 64;

    /** How deep kinds may be nested; {@code List<List<...>>} is never deeper in honest source. */
    private static final int MAX_NESTING = 100;

    static Kind of(int id, Kind... parts) {
        return new Kind(id, List.of(parts));
    }

    /** The kind of a primitive type whose box has a built-in id. */
    static Kind ofPrimitive(int boxId) {
        return of(PRIMITIVE + boxId);
    }

    void write(Payload out) {
        out.writeByte(id);
        parts.forEach(part -> part.write(out));
    }

    static Kind read(Payload in) {
        return read(in, 0);
    }

    private static Kind read(Payload in, int nesting) {
        int id = in.readByte();
        int partCount = switch (id) {
            case LIST, SET, OPTIONAL, ARRAY -> 1;
            case MAP -> 2;
            default -> 0;
        };
        if (nesting > MAX_NESTING || (partCount == 0 && !isLeaf(id))) {
            throw new IllegalStateException("no component is of kind " + id);
        }
        List<Kind> parts = new ArrayList<>(partCount);
        for (int i = 0; i < partCount; i++) {
            parts.add(read(in, nesting + 1));
        }
        return new Kind(id, List.copyOf(parts));
    }

    private static boolean isLeaf(int id) {
        return switch (id) {
            case RECORD, CODEC, OPEN, BuiltIn.ENUM_ID -> true;
            default -> BuiltIn.ofId(id) != null || primitiveBytes(id) > 0;
        };
    }

    /** Passes over a value of this kind. */
    void skip(Decoding from) {
        Payload in = from.in();
        switch (id) {
            case RECORD -> from.skipRecord(false);
            case OPEN -> skipOpen(from);
            case LIST, SET, MAP, OPTIONAL -> {
                from.enter();
                skipContainer(from);
                from.leave();
            }
            case ARRAY -> {
                from.enter();
                skipMany(in.readCount() - 1, from);
                from.leave();
            }
            default -> {
                int fixedBytes = primitiveBytes(id);
                in.advance(fixedBytes > 0 ? fixedBytes : Math.max(0, in.readCount() - 1));
            }
        }
    }

    private void skipContainer(Decoding from) {
        Payload in = from.in();
        int variant = in.readByte();
        if (variant == 0) {
            return;
        }
        if (id == OPTIONAL) {
            skipMany(variant - 1, from);
        } else if (variant == Containers.CANONICAL) {
            for (int left = Containers.readCount(in) * parts.size(); left > 0; left--) {
                in.advance(in.readCount());
            }
        } else {
            skipMany(Containers.readCount(in), from);
        }
    }

    private void skipMany(int count, Decoding from) {
        for (int i = 0; i < count; i++) {
            parts.forEach(part -> part.skip(from));
        }
    }

    private static void skipOpen(Decoding from) {
        Payload in = from.in();
        int tag = in.readByte();
        Kind open = of(OPEN);
        switch (tag) {
            case 0 -> {}
            case RECORD -> from.skipRecord(true);
            case LIST, SET, OPTIONAL -> of(tag, open).skip(from);
            case METHOD_KEY -> of(LIST, open).skip(from);
            case MAP -> of(MAP, open, open).skip(from);
            case CODEC -> {
                in.advance(in.readCount());
                in.advance(in.readCount());
            }
            default -> in.advance(in.readCount());
        }
    }

    /** The bytes of a primitive type with an id, or 0 if it is not the id of one. */
    private static int primitiveBytes(int id) {
        return switch (id - PRIMITIVE) {
            case 4, 11 -> Integer.BYTES; // int, float
            case 5, 10 -> Long.BYTES; // long, double
            case 6, 8 -> Short.BYTES; // short, char
            case 7, 9 -> 1; // byte, boolean
            default -> 0;
        };
    }

    /** The kind in words, for messages. */
    String noun() {
        BuiltIn<?> builtIn = BuiltIn.ofId(id >= PRIMITIVE ? id - PRIMITIVE : id);
        if (builtIn != null) {
            return (id >= PRIMITIVE ? "primitive " : "") + builtIn.type().getSimpleName();
        }
        return switch (id) {
            case RECORD -> "record";
            case LIST -> "List of " + parts.get(0).noun();
            case SET -> "Set of " + parts.get(0).noun();
            case MAP -> "Map of " + parts.get(0).noun() + " to " + parts.get(1).noun();
            case OPTIONAL -> "Optional of " + parts.get(0).noun();
            case ARRAY -> "array of " + parts.get(0).noun();
            case CODEC -> "type with a codec of its own";
            case BuiltIn.ENUM_ID -> "enum";
            default -> "type of any class";
        };
    }
}
