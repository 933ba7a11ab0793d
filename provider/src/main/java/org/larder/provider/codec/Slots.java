package org.larder.provider.codec;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The slots of types that are not containers of many. */
final class Slots {

    private static final Map<Class<?>, Object> EMPTY = Map.of(
            OptionalInt.class, OptionalInt.empty(),
            OptionalLong.class, OptionalLong.empty(),
            OptionalDouble.class, OptionalDouble.empty());

    private Slots() {}

    /** The slot of a type that one codec is for: the length and one more, or zero for null, then the codec's bytes. */
    record Coded(
            Kind kind, PayloadCodec<Object> codec, @Nullable Object absent) implements Slot {

        @SuppressWarnings("unchecked") // values of another type fail with the ClassCastException that they deserve
        static Coded of(int id, PayloadCodec<?> codec) {
            return new Coded(Kind.of(id), (PayloadCodec<Object>) codec, null);
        }

        /** The slot of a built-in type; what is empty of itself may be missing. */
        @SuppressWarnings("unchecked") // as above
        static Coded of(BuiltIn<?> form, Place place) {
            return new Coded(
                    Kind.of(form.id()), (PayloadCodec<Object>) new BuiltInCodec<>(place, form), EMPTY.get(form.type()));
        }

        @Override
        public void write(@Nullable Object value, Encoding to) {
            Payload out = to.out();
            if (value == null) {
                out.writeCount(0);
                return;
            }
            to.refuseInKey(value);
            int at = out.leaveLength();
            codec.encode(value, out);
            out.fillInLength(at, 1);
        }

        @Override
        public @Nullable Object read(Decoding from) {
            Payload in = from.in();
            int length = in.readCount() - 1;
            if (length < 0) {
                return null;
            }
            int whole = in.narrow(length);
            Object value = codec.decode(in);
            in.widen(whole);
            return value;
        }
    }

    /** The slot of strings, which most records have: as that of any built-in type, and written on the straight way. */
    record Text(Coded coded) implements Slot {

        @Override
        public Kind kind() {
            return coded.kind();
        }

        @Override
        public void write(@Nullable Object value, Encoding to) {
            if (value instanceof String text) {
                writeText(text, to.out());
            } else {
                coded.write(value, to); // null, or what defeats generics
            }
        }

        private static void writeText(String text, Payload out) {
            try {
                StringForm.writeSized(text, out, 1);
            } catch (ArithmeticException e) {
                throw new FormException(FormException.TOO_LARGE, e);
            }
        }

        @Override
        public @Nullable Object read(Decoding from) {
            return coded.read(from);
        }
    }

    /** The slot of a primitive type: the form of its box, which is always as long. */
    record Primitive(Kind kind, BuiltIn<Object> box, Object absent) implements Slot {

        @SuppressWarnings("unchecked") // a component of a primitive type has values of its box only
        static Primitive of(Class<?> type, BuiltIn<?> box) {
            return new Primitive(
                    Kind.ofPrimitive(box.id()), (BuiltIn<Object>) box, Array.get(Array.newInstance(type, 1), 0));
        }

        @Override
        @SuppressWarnings("NullAway") // a primitive type has no null
        public void write(@Nullable Object value, Encoding to) {
            box.writer().write(value, to.out());
        }

        @Override
        public Object read(Decoding from) {
            return box.reader().read(from.in());
        }
    }

    /** The slot of a record type. The type is looked at when it is first needed, for it may contain itself. */
    static final class OfRecord implements Slot {

        private static final Kind KIND = Kind.of(Kind.RECORD);

        private final Class<?> type;
        private final RecordTypes types;
        private @Nullable RecordType known; // not volatile: it is immutable, and whoever does not see it yet asks again

        OfRecord(Class<?> type, RecordTypes types) {
            this.type = type;
            this.types = types;
        }

        @Override
        public Kind kind() {
            return KIND;
        }

        private RecordType type() {
            RecordType found = known;
            if (found == null) {
                found = types.of(type);
                known = found;
            }
            return found;
        }

        @Override
        public void write(@Nullable Object value, Encoding to) {
            if (value == null) {
                to.out().writeCount(Encoding.NULL);
            } else {
                to.writeRecord(type().plain(), value);
            }
        }

        @Override
        public @Nullable Object read(Decoding from) {
            return from.readRecord(type());
        }
    }

    /** The slot of an {@link Optional}: 0 for null, 1 if it is empty, else 2 and the value. */
    record Maybe(Kind kind, Slot element) implements Slot {

        private static final int EMPTY = 1;
        private static final int PRESENT = 2;

        static Maybe of(Slot element) {
            return new Maybe(Kind.of(Kind.OPTIONAL, element.kind()), element);
        }

        @Override
        public void write(@Nullable Object value, Encoding to) {
            Optional<?> optional = (Optional<?>) value;
            if (optional == null || optional.isEmpty()) {
                to.out().writeByte(optional == null ? 0 : EMPTY);
            } else {
                to.out().writeByte(PRESENT);
                to.enter();
                element.write(optional.get(), to);
                to.leave();
            }
        }

        @Override
        public @Nullable Object read(Decoding from) {
            int mark = from.in().readByte();
            if (mark == PRESENT) {
                from.enter();
                Object value = element.read(from);
                from.leave();
                return Optional.ofNullable(value);
            }
            if (mark != 0 && mark != EMPTY) {
                throw new IllegalStateException("no Optional starts with " + mark);
            }
            return mark == 0 ? null : Optional.empty();
        }

        @Override
        public Object absent() {
            return Optional.empty();
        }
    }

    /** The slot of a declared collection or map in a key, of whose class the bytes know nothing. */
    record Remade(Slot open, Class<?> type) implements Slot {

        @Override
        public Kind kind() {
            return open.kind();
        }

        @Override
        public void write(@Nullable Object value, Encoding to) {
            open.write(value, to);
        }

        @Override
        public @Nullable Object read(Decoding from) {
            Object value = open.read(from);
            return value == null ? null : Containers.remade(type, value);
        }
    }
}
