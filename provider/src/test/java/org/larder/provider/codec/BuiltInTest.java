package org.larder.provider.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class BuiltInTest {

    private static final LocalDateTime SUMMER = LocalDateTime.of(2026, 7, 1, 12, 30, 15, 999_999_999);
    private static final LocalDateTime OVERLAP = LocalDateTime.of(2026, 10, 25, 2, 30);
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** For each built-in type values that are pairwise different. */
    static final List<List<Object>> EDGES = List.of(
            List.of("", "a", "\u00e9", "\u20ac", "\ud800", "\udc00"),
            List.of(0, 1, -1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE),
            List.of(0L, 1L, -1L, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE),
            List.of((short) 0, (short) 1, (short) -1, (short) 256, Short.MIN_VALUE, Short.MAX_VALUE),
            List.of((byte) 0, (byte) 1, (byte) -1, Byte.MIN_VALUE, Byte.MAX_VALUE),
            List.of('\0', 'a', '\u0100', '\ud800', '\uffff'),
            List.of(true, false),
            List.of(0.0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY),
            List.of(0.0f, -0.0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY),
            List.of(
                    BigInteger.ZERO,
                    BigInteger.ONE,
                    BigInteger.valueOf(-1),
                    BigInteger.valueOf(255),
                    BigInteger.TWO.pow(4_000),
                    BigInteger.TWO.pow(4_000).negate()),
            List.of(
                    BigDecimal.ZERO,
                    new BigDecimal("0.0"),
                    new BigDecimal("1"),
                    new BigDecimal("1.0"),
                    new BigDecimal("10"),
                    new BigDecimal("1E1"),
                    new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE),
                    new BigDecimal("-123456789012345678901234567890.12345")),
            List.of(new byte[0], new byte[] {0}, new byte[] {0, 0}, new byte[] {-1, 127}),
            List.of(new UUID(0, 0), new UUID(0, 1), new UUID(1, 0), new UUID(-1, -1)),
            List.of(Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1, 1), Instant.ofEpochSecond(0, 1)),
            List.of(LocalDate.EPOCH, LocalDate.MIN, LocalDate.MAX, LocalDate.of(2024, 2, 29)),
            List.of(LocalTime.MIN, LocalTime.MAX, LocalTime.NOON),
            List.of(LocalDateTime.MIN, LocalDateTime.MAX, SUMMER),
            List.of(
                    OffsetDateTime.MIN,
                    OffsetDateTime.MAX,
                    SUMMER.atOffset(ZoneOffset.UTC),
                    SUMMER.plusHours(2).atOffset(ZoneOffset.ofHours(2))),
            List.of(
                    OffsetTime.MIN,
                    OffsetTime.MAX,
                    LocalTime.NOON.atOffset(ZoneOffset.UTC),
                    LocalTime.NOON.plusHours(1).atOffset(ZoneOffset.ofHours(1))),
            List.of(
                    SUMMER.atZone(PARIS),
                    SUMMER.atZone(ZoneOffset.ofHours(2)),
                    SUMMER.atZone(ZoneId.of("Europe/Berlin")),
                    OVERLAP.atZone(PARIS).withEarlierOffsetAtOverlap(),
                    OVERLAP.atZone(PARIS).withLaterOffsetAtOverlap(),
                    SUMMER.atZone(ZoneId.of("UTC")),
                    SUMMER.atZone(ZoneOffset.UTC),
                    LocalDateTime.MAX.atZone(ZoneOffset.MIN)),
            List.of(PARIS, ZoneId.of("UTC"), ZoneId.of("UTC+01:00"), ZoneId.of("GMT0")),
            List.of(ZoneOffset.UTC, ZoneOffset.MIN, ZoneOffset.MAX, ZoneOffset.ofTotalSeconds(-1)),
            List.of(
                    Duration.ZERO,
                    Duration.ofNanos(-1),
                    Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                    Duration.ofSeconds(Long.MIN_VALUE)),
            List.of(Period.ZERO, Period.of(1, -2, 3), Period.ofMonths(12), Period.ofYears(1), Period.ofDays(-1)),
            List.of(Year.of(0), Year.of(Year.MIN_VALUE), Year.of(Year.MAX_VALUE)),
            List.of(YearMonth.of(2026, 1), YearMonth.of(2026, 12), YearMonth.of(Year.MIN_VALUE, 1)),
            List.of(MonthDay.of(2, 29), MonthDay.of(1, 1), MonthDay.of(12, 31)),
            List.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(-1)),
            List.of(OptionalLong.empty(), OptionalLong.of(0), OptionalLong.of(-1)),
            List.of(
                    OptionalDouble.empty(),
                    OptionalDouble.of(0.0),
                    OptionalDouble.of(-0.0),
                    OptionalDouble.of(Double.NaN)));

    private static final CodecRegistry REGISTRY =
            new CodecRegistry("edges", BuiltInTest.class.getClassLoader(), null, Map.of());

    @Test
    void everyBuiltInTypeHasEdgeValues() {
        List<Integer> ids = EDGES.stream()
                .map(values -> BuiltIn.ofClass(values.get(0).getClass()))
                .map(form -> form == null ? 0 : form.id())
                .toList();
        assertThat(ids).isEqualTo(BuiltIn.all().stream().map(BuiltIn::id).toList());
    }

    @Test
    void idsAreFrozen() {
        Map<Integer, String> frozen = BuiltIn.all().stream()
                .collect(Collectors.toMap(
                        BuiltIn::id, form -> form.type().getSimpleName(), (a, b) -> a + b, LinkedHashMap::new));
        assertThat(frozen.toString())
                .isEqualTo(
                        "{3=String, 4=Integer, 5=Long, 6=Short, 7=Byte, 8=Character, 9=Boolean, 10=Double, 11=Float,"
                                + " 12=BigInteger, 13=BigDecimal, 14=byte[], 15=UUID, 16=Instant, 17=LocalDate, 18=LocalTime,"
                                + " 19=LocalDateTime, 20=OffsetDateTime, 21=OffsetTime, 22=ZonedDateTime, 23=ZoneId,"
                                + " 24=ZoneOffset, 25=Duration, 26=Period, 27=Year, 28=YearMonth, 29=MonthDay, 30=OptionalInt, 31=OptionalLong, 32=OptionalDouble}");
        assertThat(BuiltIn.all())
                .allSatisfy(form -> assertThat((Object) BuiltIn.ofId(form.id())).isSameAs(form));
        assertThat((Object) BuiltIn.ofId(2)).isNull();
        assertThat((Object) BuiltIn.ofId(33)).isNull();
        assertThat((Object) BuiltIn.ofId(-1)).isNull();
    }

    @ParameterizedTest
    @FieldSource("EDGES")
    void edgeValuesComeBackAndDifferInBytesWhenTypeIsConfigured(List<Object> values) {
        BuiltIn<?> form = requireNonNull(BuiltIn.ofClass(values.get(0).getClass()));
        PayloadCodec<Object> codec = codecFor(form.type());
        boolean closed = Modifier.isFinal(form.type().getModifiers());
        assertThat(codec).isInstanceOf(closed ? BuiltInCodec.class : TaggedCodec.class);
        assertThat(codec.bytesDecideEquality()).isEqualTo(closed);
        assertThat(values).allSatisfy(value -> {
            assertThat(codec.encodingRunsUserCode(value)).isFalse();
            assertThat(codec.decodingRunsUserCode(Payload.of(Bytes.of(codec, value))))
                    .isFalse();
        });
        roundTripPairwiseDifferent(codec, values);
    }

    @Test
    void edgeValuesOfAllTypesComeBackAndDifferInBytesWhenTypeIsOpen() {
        roundTripPairwiseDifferent(
                REGISTRY.keyCodec(Object.class, null),
                EDGES.stream().flatMap(List::stream).toList());
    }

    @Test
    void equalNumbersOfDifferentTypesAreDifferentKeys() {
        PayloadCodec<Number> codec = REGISTRY.keyCodec(Number.class, null);
        roundTripPairwiseDifferent(
                codec, List.<Number>of(1, 1L, (short) 1, (byte) 1, 1.0, 1.0f, BigInteger.ONE, BigDecimal.ONE));
    }

    @Test
    void allNotANumbersAreOne() {
        PayloadCodec<Double> doubles = REGISTRY.keyCodec(Double.class, null);
        assertThat(Bytes.of(doubles, Double.longBitsToDouble(0x7ff0_0000_0000_0001L)))
                .isEqualTo(Bytes.of(doubles, Double.NaN));
        PayloadCodec<Float> floats = REGISTRY.keyCodec(Float.class, null);
        assertThat(Bytes.of(floats, Float.intBitsToFloat(0x7f80_0001))).isEqualTo(Bytes.of(floats, Float.NaN));
    }

    @Test
    void subclassesOfBigNumbersAreNotTakenForThem() {
        PayloadCodec<BigInteger> codec = REGISTRY.valueCodec(BigInteger.class, null);
        BigInteger named = new NamedNumber("seven");
        assertThat(Bytes.read(codec, Bytes.of(codec, named))).isInstanceOf(NamedNumber.class);
    }

    @Test
    void primitiveTypesStandForTheirBoxes() {
        PayloadCodec<Integer> codec = REGISTRY.keyCodec(int.class, null);
        assertThat(codec).isInstanceOf(BuiltInCodec.class);
        assertThat(Bytes.read(codec, Bytes.of(codec, 5))).isEqualTo(5);
    }

    @Test
    void bytesDecideEqualityOfRandomValues() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        PayloadCodec<Object> codec = REGISTRY.keyCodec(Object.class, null);
        Map<ByteBuffer, Object> valueByBytes = new HashMap<>();
        Map<Object, ByteBuffer> bytesByValue = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Object value = randomValue(random);
            ByteBuffer bytes = ByteBuffer.wrap(Bytes.of(codec, value));
            Object sameBytes = valueByBytes.put(bytes, value);
            assertThat(sameBytes == null || sameBytes.equals(value))
                    .as("seed %d: %s and %s have the same bytes", seed, sameBytes, value)
                    .isTrue();
            ByteBuffer sameValue = bytesByValue.put(value, bytes);
            assertThat(sameValue == null || sameValue.equals(bytes))
                    .as("seed %d: %s has two forms", seed, value)
                    .isTrue();
            assertThat(Bytes.read(codec, bytes.array())).as("seed %d", seed).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @FieldSource("EDGES")
    void tooFewOrTooManyBytesAreAClearError(List<Object> values) {
        BuiltIn<?> form = requireNonNull(BuiltIn.ofClass(values.get(0).getClass()));
        PayloadCodec<Object> codec = codecFor(form.type());
        byte[] bytes = Bytes.of(codec, values.get(0));
        boolean open = List.of("String", "BigInteger", "BigDecimal", "byte[]", "ZonedDateTime", "ZoneId")
                .contains(form.type().getSimpleName());
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        byte[] shorter = java.util.Arrays.copyOf(bytes, Math.max(bytes.length - 1, 0));
        Stream.of(longer, shorter)
                .filter(damaged -> !open)
                .forEach(damaged -> assertThatThrownBy(() -> Bytes.read(codec, damaged))
                        .isInstanceOf(CacheException.class)
                        .hasMessageContaining("cache 'edges': value of " + damaged.length + " bytes")
                        .hasMessageContaining(form.type().getTypeName()));
    }

    @Test
    void unknownZonesAndTagsAreClearErrors() {
        PayloadCodec<Object> codec = REGISTRY.valueCodec(Object.class, null);
        byte[] zone = Bytes.of(codec, PARIS);
        zone[zone.length - 1] = 'z';
        assertThatThrownBy(() -> Bytes.read(codec, zone))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("Europe/Pariz");
        assertThatThrownBy(() -> Bytes.read(codec, new byte[] {0, 1}))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("no type has the id 0");
        assertThatThrownBy(() -> Bytes.read(codec, new byte[0])).isInstanceOf(CacheException.class);
    }

    @Test
    void aValueOfAnotherTypeThanConfiguredIsAClearError() {
        byte[] text = Bytes.of(REGISTRY.valueCodec(Object.class, null), "text");
        assertThatThrownBy(() -> Bytes.read(REGISTRY.valueCodec(Number.class, null), text))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cannot be decoded as java.lang.Number: it is a java.lang.String");
    }

    private static void roundTripPairwiseDifferent(PayloadCodec<?> anyCodec, List<?> values) {
        @SuppressWarnings("unchecked") // the values are of the codec's type
        PayloadCodec<Object> codec = (PayloadCodec<Object>) anyCodec;
        Map<ByteBuffer, Object> seen = new HashMap<>();
        for (Object value : values) {
            byte[] bytes = Bytes.of(codec, value);
            assertThat(Bytes.read(codec, bytes)).isEqualTo(value).hasSameClassAs(value);
            assertThat(Bytes.of(codec, Bytes.read(codec, bytes))).isEqualTo(bytes);
            Object other = seen.put(ByteBuffer.wrap(bytes), value);
            assertThat(other).as("has the same bytes as %s", value).isNull();
        }
    }

    @SuppressWarnings("unchecked") // only values of the type are handed to the codec
    private static PayloadCodec<Object> codecFor(Class<?> type) {
        return (PayloadCodec<Object>) REGISTRY.valueCodec(type, null);
    }

    /** A value from a range so small that equal ones turn up. */
    private static Object randomValue(Random random) {
        int n = random.nextInt(5) - 2;
        ZoneOffset offset = ZoneOffset.ofHours(n);
        LocalDateTime dateTime = OVERLAP.plusHours(random.nextInt(3) - 1);
        return switch (random.nextInt(14)) {
            case 0 -> Integer.toString(n);
            case 1 -> n;
            case 2 -> (long) n;
            case 3 -> n * 0.5;
            case 4 -> n * 0.5f;
            case 5 -> BigInteger.valueOf(n);
            case 6 -> BigDecimal.valueOf(n * 100L, random.nextInt(4)).stripTrailingZeros();
            case 7 -> BigDecimal.valueOf(n * 100L, random.nextInt(4));
            case 8 -> dateTime.atZone(random.nextBoolean() ? PARIS : offset);
            case 9 -> dateTime.atOffset(offset);
            case 10 -> Duration.ofMillis(n);
            case 11 -> Instant.ofEpochMilli(n);
            case 12 -> new UUID(n, n);
            default -> (char) (n + 300);
        };
    }

    private static final class NamedNumber extends BigInteger {
        private static final long serialVersionUID = 1L;

        NamedNumber(String name) {
            super(Integer.toString(name.length()));
        }
    }
}
