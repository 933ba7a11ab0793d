package org.larder.provider.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A type whose byte form comes with Larder: its frozen id and how it is written and read. The forms hold for values
 * whose class is the type itself. Two values have the same bytes exactly when they are equal, arrays when their
 * contents are.
 *
 * <p>The ids are stored in front of keys and values. They are never renumbered or used again; a new type gets a new one.
 *
 * @param id the frozen id, from {@link #FIRST_ID} up
 */
record BuiltIn<T>(int id, Class<T> type, Writer<T> writer, Reader<T> reader) {

    /** The tag of what Java serialization has written. */
    static final int SERIALIZED_ID = 1;

    /** The tag of an enum constant whose type is not known beforehand. */
    static final int ENUM_ID = 2;

    /** The lowest id of a built-in type. Zero stands for nothing, so that blank memory is never taken for a value. */
    static final int FIRST_ID = 3;

    private static final List<BuiltIn<?>> ALL = List.of(
            new BuiltIn<>(3, String.class, StringForm::write, StringForm::read),
            new BuiltIn<>(4, Integer.class, (value, out) -> out.writeInt(value), Payload::readInt),
            new BuiltIn<>(5, Long.class, (value, out) -> out.writeLong(value), Payload::readLong),
            new BuiltIn<>(6, Short.class, (value, out) -> writeTwoBytes(value, out), BuiltIn::readTwoBytes),
            new BuiltIn<>(7, Byte.class, (value, out) -> out.writeByte(value), Payload::readByte),
            new BuiltIn<>(8, Character.class, (value, out) -> writeTwoBytes(value, out), in -> (char) readTwoBytes(in)),
            new BuiltIn<>(9, Boolean.class, (value, out) -> out.writeByte(value ? 1 : 0), BuiltIn::readBoolean),
            // Not the raw bits: all NaN are equal to Double.equals, and the two zeros are not.
            new BuiltIn<>(
                    10,
                    Double.class,
                    (value, out) -> out.writeLong(Double.doubleToLongBits(value)),
                    in -> Double.longBitsToDouble(in.readLong())),
            new BuiltIn<>(
                    11,
                    Float.class,
                    (value, out) -> out.writeInt(Float.floatToIntBits(value)),
                    in -> Float.intBitsToFloat(in.readInt())),
            new BuiltIn<>(12, BigInteger.class, BuiltIn::writeBigInteger, BuiltIn::readBigInteger),
            new BuiltIn<>(13, BigDecimal.class, BuiltIn::writeBigDecimal, BuiltIn::readBigDecimal),
            new BuiltIn<>(14, byte[].class, BuiltIn::writeAll, in -> in.readBytes(in.remaining())),
            new BuiltIn<>(15, UUID.class, BuiltIn::writeUuid, BuiltIn::readUuid),
            new BuiltIn<>(16, Instant.class, TimeForms::writeInstant, TimeForms::readInstant),
            new BuiltIn<>(17, LocalDate.class, TimeForms::writeLocalDate, TimeForms::readLocalDate),
            new BuiltIn<>(18, LocalTime.class, TimeForms::writeLocalTime, TimeForms::readLocalTime),
            new BuiltIn<>(19, LocalDateTime.class, TimeForms::writeLocalDateTime, TimeForms::readLocalDateTime),
            new BuiltIn<>(20, OffsetDateTime.class, TimeForms::writeOffsetDateTime, TimeForms::readOffsetDateTime),
            new BuiltIn<>(21, OffsetTime.class, TimeForms::writeOffsetTime, TimeForms::readOffsetTime),
            new BuiltIn<>(22, ZonedDateTime.class, TimeForms::writeZonedDateTime, TimeForms::readZonedDateTime),
            new BuiltIn<>(23, ZoneId.class, TimeForms::writeZoneId, TimeForms::readZoneId),
            new BuiltIn<>(24, ZoneOffset.class, TimeForms::writeZoneOffset, TimeForms::readZoneOffset),
            new BuiltIn<>(25, Duration.class, TimeForms::writeDuration, TimeForms::readDuration),
            new BuiltIn<>(26, Period.class, TimeForms::writePeriod, TimeForms::readPeriod),
            new BuiltIn<>(27, Year.class, TimeForms::writeYear, TimeForms::readYear),
            new BuiltIn<>(28, YearMonth.class, TimeForms::writeYearMonth, TimeForms::readYearMonth),
            new BuiltIn<>(29, MonthDay.class, TimeForms::writeMonthDay, TimeForms::readMonthDay),
            new BuiltIn<>(
                    30,
                    OptionalInt.class,
                    (value, out) -> {
                        out.writeByte(value.isPresent() ? 1 : 0);
                        value.ifPresent(out::writeInt);
                    },
                    in -> readBoolean(in) ? OptionalInt.of(in.readInt()) : OptionalInt.empty()),
            new BuiltIn<>(
                    31,
                    OptionalLong.class,
                    (value, out) -> {
                        out.writeByte(value.isPresent() ? 1 : 0);
                        value.ifPresent(out::writeLong);
                    },
                    in -> readBoolean(in) ? OptionalLong.of(in.readLong()) : OptionalLong.empty()),
            new BuiltIn<>(
                    32,
                    OptionalDouble.class,
                    (value, out) -> {
                        out.writeByte(value.isPresent() ? 1 : 0);
                        value.ifPresent(number -> out.writeLong(Double.doubleToLongBits(number)));
                    },
                    in -> readBoolean(in)
                            ? OptionalDouble.of(Double.longBitsToDouble(in.readLong()))
                            : OptionalDouble.empty()));

    private static final Map<Class<?>, BuiltIn<?>> BY_TYPE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(BuiltIn::type, Function.identity()));
    private static final BuiltIn<?>[] BY_ID = ALL.toArray(BuiltIn<?>[]::new);

    /** Appends a value to a payload. */
    @FunctionalInterface
    interface Writer<T> {
        void write(T value, Payload out);
    }

    /** Reads the value that ends where the payload ends. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Payload in);
    }

    /** All built-in types, by id. */
    static List<BuiltIn<?>> all() {
        return ALL;
    }

    /** The built-in form of values whose class is the given one, or null if there is none. */
    static @Nullable BuiltIn<?> ofClass(Class<?> type) {
        BuiltIn<?> exact = BY_TYPE.get(type);
        // Regions have a class of their own, which the JDK keeps to itself.
        return exact == null && ZoneId.class.isAssignableFrom(type) ? BY_TYPE.get(ZoneId.class) : exact;
    }

    /** The built-in form of exactly a type, or null if there is none. */
    @SuppressWarnings("unchecked") // the map was filled by type
    static <T> @Nullable BuiltIn<T> ofType(Class<T> type) {
        return (BuiltIn<T>) BY_TYPE.get(type);
    }

    /** The built-in type with an id, or null if there is none. */
    static @Nullable BuiltIn<?> ofId(int id) {
        int index = id - FIRST_ID;
        return index >= 0 && index < BY_ID.length ? BY_ID[index] : null;
    }

    /**
     * Appends a value.
     *
     * @throws ClassCastException if the value is not of this type, which only a caller that defeats generics can bring
     *     about
     */
    void encode(Object value, Payload out, Place place) {
        @SuppressWarnings("unchecked") // the writer casts, because it is a lambda of the exact type
        T typed = (T) value;
        try {
            writer.write(typed, out);
        } catch (ArithmeticException e) {
            throw place.notEncoded(type, FormException.TOO_LARGE, e);
        }
    }

    /** Reads the value that takes the rest of a payload. */
    T decode(Payload in, Place place) {
        int byteCount = in.remaining();
        T value;
        try {
            value = reader.read(in);
        } catch (RuntimeException e) {
            throw damaged(byteCount, e.getMessage(), e, place);
        }
        if (in.remaining() != 0) {
            throw damaged(byteCount, in.remaining() + " bytes are left over", null, place);
        }
        return value;
    }

    private CacheException damaged(
            int byteCount, @Nullable String reason, @Nullable RuntimeException cause, Place place) {
        return place.notDecoded(
                type.getTypeName(),
                byteCount,
                reason + "; the entry was damaged or written as another type; remove it",
                cause);
    }

    private static void writeTwoBytes(int value, Payload out) {
        out.writeByte(value);
        out.writeByte(value >> Byte.SIZE);
    }

    private static short readTwoBytes(Payload in) {
        int low = in.readByte() & 0xFF;
        return (short) (in.readByte() << Byte.SIZE | low);
    }

    private static boolean readBoolean(Payload in) {
        byte bit = in.readByte();
        if (bit != 0 && bit != 1) {
            throw new IllegalStateException("no truth value is " + bit);
        }
        return bit == 1;
    }

    private static void writeAll(byte[] bytes, Payload out) {
        out.writeBytes(bytes, 0, bytes.length);
    }

    private static void writeBigInteger(BigInteger value, Payload out) {
        writeAll(value.toByteArray(), out);
    }

    private static BigInteger readBigInteger(Payload in) {
        int byteCount = in.remaining();
        return new BigInteger(in.array(), in.advance(byteCount), byteCount);
    }

    private static void writeBigDecimal(BigDecimal value, Payload out) {
        out.writeInt(value.scale());
        writeBigInteger(value.unscaledValue(), out);
    }

    private static BigDecimal readBigDecimal(Payload in) {
        int scale = in.readInt();
        return new BigDecimal(readBigInteger(in), scale);
    }

    private static void writeUuid(UUID value, Payload out) {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    private static UUID readUuid(Payload in) {
        long mostSignificantBits = in.readLong();
        return new UUID(mostSignificantBits, in.readLong());
    }
}
