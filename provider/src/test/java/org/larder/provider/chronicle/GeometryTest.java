package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.store.Reply.Effect;

class GeometryTest {

    private static final long DEFAULT_MAX_BYTES = 64L << 20;

    /** Maps up to this size are really opened; what is larger would take too much memory from a build. */
    private static final long OPENED_BYTES = 16L << 20;

    private static final @Nullable Integer[] TYPICAL_ENTRY_BYTES = {
        null, 1, 8, 15, 40, 64, 100, 500, 1_000, 5_000, 20_000, 100_000, 1_000_000, 4_000_000, Integer.MAX_VALUE
    };

    @Test
    void mapOfAnyBoundTakesNoMoreThanItMay() {
        for (Integer typical : TYPICAL_ENTRY_BYTES) {
            for (long maxBytes = 64L << 10; maxBytes <= 8L << 30; maxBytes += maxBytes / 3) {
                if (maxBytes >= minimum(typical)) {
                    Geometry geometry = Geometry.of("g", maxBytes, null, typical, DEFAULT_MAX_BYTES);
                    assertFits(geometry, maxBytes, typical);
                    assertThat(geometry.totalBytes())
                            .as("use of %d bytes by %s", maxBytes, geometry)
                            .isGreaterThan(maxBytes * 8 / 10);
                }
            }
        }
    }

    @Test
    void mapOfAnyNumberOfEntriesTakesNoMoreThanItSays() {
        for (Integer typical : TYPICAL_ENTRY_BYTES) {
            for (long maxEntries = 1; maxEntries <= 10_000_000; maxEntries = maxEntries * 3 + 1) {
                if (typical == null || typical * maxEntries < 1L << 40) {
                    assertFits(Geometry.of("g", null, maxEntries, typical, DEFAULT_MAX_BYTES), Long.MAX_VALUE, typical);
                    long maxBytes = Math.max(1 << 20, minimum(typical));
                    assertFits(Geometry.of("g", maxBytes, maxEntries, typical, DEFAULT_MAX_BYTES), maxBytes, typical);
                }
            }
        }
    }

    @Test
    void chronicleTakesNoMoreThanTheGeometrySays() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            int chunks = 16 + random.nextInt(3_000);
            int entries = 16 + random.nextInt(i % 2 == 0 ? 100 : chunks);
            Geometry geometry = new Geometry(
                    1 + random.nextInt(200), 8 + 4 * random.nextInt(30), chunks, Math.min(entries, chunks));
            if (geometry.totalBytes() <= OPENED_BYTES) {
                assertOpens(geometry);
            }
        }
    }

    private static void assertFits(Geometry geometry, long maxBytes, @Nullable Integer typical) {
        assertThat(geometry.totalBytes()).as("%s", geometry).isLessThanOrEqualTo(maxBytes);
        if (typical != null) {
            assertThat(geometry.maxEntryBytes()).as("%s", geometry).isGreaterThanOrEqualTo(typical);
        }
        if (geometry.totalBytes() <= OPENED_BYTES) {
            assertOpens(geometry);
        }
    }

    private static void assertOpens(Geometry geometry) {
        try (VanillaChronicleMap<Object, Object, Object> map =
                ChronicleStores.openMap("g", geometry, new OpenStore.Numbers(), null)) {
            assertThat(map.offHeapMemoryUsed()).as("%s", geometry).isLessThanOrEqualTo(geometry.totalBytes());
        }
    }

    private static long minimum(@Nullable Integer typical) {
        try {
            Geometry.of("g", 1L, null, typical, DEFAULT_MAX_BYTES);
        } catch (IllegalArgumentException e) {
            Matcher number = Pattern.compile("at least ([\\d,]+)").matcher(e.getMessage());
            assertThat(number.find()).isTrue();
            return Long.parseLong(number.group(1).replace(",", ""));
        }
        throw new AssertionError("a bound of one byte was taken");
    }

    @ParameterizedTest
    @CsvSource({"100, 1.0", "100, 0.85", "300, 0.85", "16, 1.0"})
    void segmentsOfEntriesUpToASixthSmallerThanTypicalAreFilled(int typical, double part) {
        Geometry geometry = Geometry.of("g", 4L << 20, null, typical, DEFAULT_MAX_BYTES);
        int bytes = (int) Math.ceil((typical + 30) * part) - 30;
        try (OpenStore open = new OpenStore(geometry, Long.MAX_VALUE, true)) {
            fillUp(open, 100_000, bytes);
            assertThat((double) open.store.usage().usedBytes())
                    .as("%s", geometry)
                    .isGreaterThan(0.93 * geometry.segments() * geometry.usableChunks() * geometry.chunkBytes());
        }
    }

    @Test
    void entriesMuchSmallerThanTypicalAreEvictedWhenTheSlotsAreTaken() {
        Geometry geometry = Geometry.of("g", 4L << 20, null, 300, DEFAULT_MAX_BYTES);
        try (OpenStore open = new OpenStore(geometry, Long.MAX_VALUE, true)) {
            fillUp(open, 100_000, 8);
            assertThat(open.store.evictions()).isPositive();
            assertThat((double) open.store.count() / geometry.entriesThatFit(8)).isBetween(0.93, 1.0);
            assertThat(geometry.entriesThatFit(8)).isGreaterThan(geometry.entriesThatFit(300));
            open.audit();
        }
    }

    private static void fillUp(OpenStore open, int count, int bytes) {
        for (int key = 0; key < count; key++) {
            assertThat(open.put(key, new byte[bytes - Integer.BYTES])).isEqualTo(Effect.CREATED);
        }
    }

    @Test
    void tooSmallABoundIsRefusedWithTheSmallestThatIsNot() {
        assertThatThrownBy(() -> Geometry.of("orders", 65_535L, null, null, DEFAULT_MAX_BYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cache 'orders': maxBytes is 65,535 bytes; entries of about 287 bytes need at least 65,536");
        for (Integer typical : TYPICAL_ENTRY_BYTES) {
            long minimum = minimum(typical);
            assertFits(Geometry.of("g", minimum, null, typical, DEFAULT_MAX_BYTES), minimum, typical);
            assertThatThrownBy(() -> Geometry.of("g", minimum - 1, null, typical, DEFAULT_MAX_BYTES))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void filesOfAnotherShapeDoIfTheyTakeAboutAsMuchAndEntriesAboutAsLarge() {
        Geometry wanted = new Geometry(10, 32, 10_000, 1_000);
        assertThat(wanted.doesFor(wanted, wanted.totalBytes())).isTrue();
        assertThat(wanted.doesFor(wanted, wanted.totalBytes() - 1)).isFalse();
        assertThat(new Geometry(5, 16, 39_990, 2_000).doesFor(wanted, Long.MAX_VALUE))
                .isTrue();
        assertThat(new Geometry(10, 32, 10_300, 1_000).doesFor(wanted, Long.MAX_VALUE))
                .isFalse();
        assertThat(new Geometry(10, 32, 9_700, 1_000).doesFor(wanted, Long.MAX_VALUE))
                .isFalse();
        assertThat(new Geometry(30, 32, 3_333, 333).doesFor(wanted, Long.MAX_VALUE))
                .isFalse();
    }

    @Test
    void tooSmallADefaultIsNamedAsSuch() {
        assertThatThrownBy(() -> Geometry.of("orders", null, null, 10_000_000, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cache 'orders': the default of maxBytes is 1,048,576 bytes; ");
    }

    @Test
    void boundThatNobodyCanMeanIsRefused() {
        assertThatThrownBy(() -> Geometry.of("orders", Long.MAX_VALUE, null, null, DEFAULT_MAX_BYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cache 'orders': maxBytes is 9,223,372,036,854,775,807 bytes; it can be 70,368,744,177,664 at most");
        assertThatThrownBy(() -> Geometry.of("orders", null, Long.MAX_VALUE, null, DEFAULT_MAX_BYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cache 'orders': maxEntries is 9,223,372,036,854,775,807; ");
        Geometry largest = Geometry.of("g", Geometry.MAX_BYTES, null, null, DEFAULT_MAX_BYTES);
        assertThat(largest.totalBytes()).isLessThanOrEqualTo(Geometry.MAX_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"1,256", "10,256", "1000,256", "100000,256", "10,8", "1000,8", "100000,8", "100000,100", "7,2000000"})
    void asManyEntriesAsAskedForFitWithoutEviction(int maxEntries, int bytes) {
        fill(maxEntries, bytes, bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000, 1_000_000})
    void asManyEntriesAsAskedForFitWhenTheirSizeIsNotKnown(int maxEntries) {
        fill(maxEntries, maxEntries == 1_000_000 ? 100 : 256, null);
    }

    private static void fill(int maxEntries, int bytes, @Nullable Integer typical) {
        Geometry geometry = Geometry.of("g", null, (long) maxEntries, typical, DEFAULT_MAX_BYTES);
        try (OpenStore open = new OpenStore(geometry, maxEntries, true)) {
            byte[] value = new byte[bytes - Integer.BYTES];
            for (int key = 0; key < maxEntries; key++) {
                open.put(key, value);
            }
            assertThat(open.store.evictions()).as("%s", geometry).isZero();
            assertThat(open.store.count()).isEqualTo(maxEntries);
            open.put(-1, value);
            assertThat(open.store.evictions()).isPositive();
            assertThat(open.store.count()).isLessThanOrEqualTo(maxEntries);
        }
    }

    @Test
    void cacheOfOneEntryHoldsTheLast() {
        Geometry geometry = Geometry.of("g", 64L << 10, 1L, null, DEFAULT_MAX_BYTES);
        try (OpenStore open = new OpenStore(geometry, 1, false)) {
            for (int key = 0; key < 100; key++) {
                assertThat(open.put(key, OpenStore.valueOf(key, 1, 50))).isEqualTo(Effect.CREATED);
                assertThat(open.put(key, OpenStore.valueOf(key, 2, 500))).isEqualTo(Effect.UPDATED);
                assertThat(open.get(key)).isEqualTo(OpenStore.valueOf(key, 2, 500));
                assertThat(open.store.count()).isEqualTo(1);
            }
            assertThat(open.store.evictions()).isEqualTo(99);
        }
    }
}
