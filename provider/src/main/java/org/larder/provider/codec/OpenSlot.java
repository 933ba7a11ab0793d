package org.larder.provider.codec;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.larder.MethodKey;

/** The slot of a declared type that leaves the class open: a tag before each value tells its form. */
final class OpenSlot implements Slot {

    private static final Kind KIND = Kind.of(Kind.OPEN);

    private final Place place;
    private final RecordTypes types;
    private final EnumConstants enums;
    private final SerializedCodec<Object> serialized;
    private final CollectionSlot lists = CollectionSlot.ofList(this);
    private final CollectionSlot sets = CollectionSlot.ofSet(this);
    private final MapSlot maps = MapSlot.of(this, this);
    private final Slots.Maybe optionals = Slots.Maybe.of(this);

    OpenSlot(Place place, StoredClasses classes, RecordTypes types) {
        this.place = place;
        this.types = types;
        this.enums = new EnumConstants(classes);
        this.serialized = new SerializedCodec<>(place, Object.class, classes.loader(), classes.filter());
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    /** Whether a value is written by its parts, and not by a stream of Java serialization. */
    boolean isOfParts(Object value) {
        return value instanceof Record || value instanceof Optional || types.codecFor(value.getClass()) != null;
    }

    /**
     * Whether a list, set or map that is a whole key or value is written by its parts. In a key it always is, so that
     * equal ones have equal bytes. Elsewhere the first element decides: objects that need a stream of Java serialization
     * share one.
     *
     * @param declared the type that it must have when it comes back
     */
    boolean isOfElements(Object value, Class<?> declared) {
        boolean isKey = place.role() == Role.KEY;
        Slot container = containerOf(value, isKey);
        if (container == null) {
            return false;
        }
        Class<?> face = value instanceof Map ? Map.class : value instanceof List ? List.class : Set.class;
        if (isKey) {
            return declared.isAssignableFrom(face);
        }
        return (declared.isAssignableFrom(face) || Containers.keepsClass(value)) && startsWithoutStream(value);
    }

    private boolean startsWithoutStream(Object container) {
        @Nullable Object part = container;
        for (int depth = 0; depth < Encoding.MAX_NESTING; depth++) {
            if (part == null || part instanceof Enum || isOfParts(part) || BuiltIn.ofClass(part.getClass()) != null) {
                return true;
            }
            if (containerOf(part, false) == null) {
                return false;
            }
            part = firstOf(part instanceof Map<?, ?> map ? map.values() : (Collection<?>) part);
        }
        return false; // leads back to itself, which a stream can hold
    }

    private static @Nullable Object firstOf(Collection<?> elements) {
        for (Object element : elements) {
            if (element != null) {
                return element;
            }
        }
        return null;
    }

    /** Whether a tag stands before a value that is written by its parts. */
    static boolean isOfParts(int tag) {
        return switch (tag) {
            case Kind.RECORD, Kind.LIST, Kind.SET, Kind.MAP, Kind.OPTIONAL, Kind.CODEC, Kind.METHOD_KEY -> true;
            default -> false;
        };
    }

    @Override
    public void write(@Nullable Object value, Encoding to) {
        Payload out = to.out();
        if (value == null) {
            out.writeByte(0);
            return;
        }
        to.refuseInKey(value);
        PayloadCodec<Object> codec = types.codecFor(value.getClass());
        BuiltIn<?> form = codec == null ? BuiltIn.ofClass(value.getClass()) : null;
        if (codec != null) {
            out.writeByte(Kind.CODEC);
            StringForm.writeSized(value.getClass().getName(), out);
            writeWith(codec, value, out);
        } else if (form != null) {
            out.writeByte(form.id());
            int at = out.leaveLength();
            form.encode(value, out, place);
            out.fillInLength(at, 0);
        } else if (value instanceof Enum<?> constant) {
            out.writeByte(BuiltIn.ENUM_ID);
            StringForm.writeSized(EnumConstants.textOf(constant), out);
        } else if (value instanceof MethodKey key) {
            out.writeByte(Kind.METHOD_KEY);
            writeParameters(key.parameters(), to);
        } else if (value instanceof Record) {
            out.writeByte(Kind.RECORD);
            to.writeRecord(types.of(value.getClass()).named(), value);
        } else {
            Slot container = containerOf(value, to.isKey());
            if (container != null) {
                out.writeByte(container.kind().id());
                container.write(value, to);
            } else {
                writeSerialized(value, out);
            }
        }
    }

    /** Whether a key has parameters of built-in types only. */
    boolean isOfBuiltIns(MethodKey key) {
        if (types.codecFor(MethodKey.class) != null) {
            return false;
        }
        List<@Nullable Object> parameters = key.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Object each = parameters.get(i);
            if (each != null && (BuiltIn.ofClass(each.getClass()) == null || types.codecFor(each.getClass()) != null)) {
                return false;
            }
        }
        return true;
    }

    /** As a list that cannot be changed, and so without a copy: such keys are encoded again and again. */
    private void writeParameters(List<@Nullable Object> parameters, Encoding to) {
        to.enter();
        to.out().writeByte(Containers.PLAIN);
        to.out().writeCount(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            try {
                write(parameters.get(i), to);
            } catch (FormException | CacheException e) {
                throw FormException.atParameter(i + 1, e);
            }
        }
        to.leave();
    }

    @SuppressWarnings("unchecked") // whatever they are
    private MethodKey readMethodKey(Decoding from) {
        Object parameters = lists.read(from);
        if (parameters == null) {
            throw new IllegalStateException("the key of a method has no list of parameters");
        }
        return new MethodKey((List<@Nullable Object>) parameters);
    }

    private @Nullable Slot containerOf(Object value, boolean isKey) {
        if (value instanceof Optional) {
            return optionals;
        }
        boolean container = value instanceof Collection || value instanceof Map;
        if (!container || !(isKey || Containers.isKnown(value))) {
            return null;
        }
        if (value instanceof Map) {
            return maps;
        }
        return value instanceof List ? lists : value instanceof Set ? sets : null;
    }

    private void writeSerialized(Object value, Payload out) {
        Class<?> type = value.getClass();
        if (!(value instanceof Serializable)) {
            throw new FormException(
                    "a " + type.getTypeName() + " is neither a type that Larder knows, nor a record, nor"
                            + " serializable; add a codec with LarderConfiguration.addCodec(" + type.getSimpleName()
                            + ".class, ...), or implement java.io.Serializable",
                    null);
        }
        out.writeByte(BuiltIn.SERIALIZED_ID);
        writeWith(serialized, value, out);
    }

    @Override
    public @Nullable Object read(Decoding from) {
        Payload in = from.in();
        int tag = in.readByte();
        return switch (tag) {
            case 0 -> null;
            case BuiltIn.SERIALIZED_ID -> readWith(serialized, in);
            case BuiltIn.ENUM_ID -> enums.constant(StringForm.readSized(in));
            case Kind.RECORD -> from.readNamedRecord();
            case Kind.LIST -> lists.read(from);
            case Kind.METHOD_KEY -> readMethodKey(from);
            case Kind.SET -> sets.read(from);
            case Kind.MAP -> maps.read(from);
            case Kind.OPTIONAL -> optionals.read(from);
            case Kind.CODEC -> readWith(types.codecNamed(StringForm.readSized(in)), in);
            default -> readBuiltIn(tag, in);
        };
    }

    private Object readBuiltIn(int tag, Payload in) {
        BuiltIn<?> form = BuiltIn.ofId(tag);
        if (form == null) {
            throw new IllegalStateException("no type has the id " + tag);
        }
        int whole = in.narrow(in.readCount());
        Object value = form.decode(in, place);
        in.widen(whole);
        return value;
    }

    private static void writeWith(PayloadCodec<Object> codec, Object value, Payload out) {
        int at = out.leaveLength();
        codec.encode(value, out);
        out.fillInLength(at, 0);
    }

    private static Object readWith(PayloadCodec<?> codec, Payload in) {
        int whole = in.narrow(in.readCount());
        Object value = codec.decode(in);
        in.widen(whole);
        return value;
    }
}
