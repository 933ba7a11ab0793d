package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an entry takes beyond the bytes of key and value: the figures of {@code docs/sizing.md}. */
class OverheadTest {

    /** Larder's header and the sizes of key and value, before the entry is rounded up to chunks. */
    private static final int IN_THE_ENTRY = 30;

    /** Bytes beyond key and value that an entry may cost, but for rounding and for room that is kept free. */
    private static final int MOST_BUT_ROUNDING = 40;

    @ParameterizedTest
    @CsvSource({"16, 100, 10, 205", "8, 8, 9, 69"})
    void entryTakesFewBytesMoreThanKeyAndValue(int keyBytes, int valueBytes, long besideBytes, long inAllBytes) {
        int entryBytes = keyBytes + valueBytes;
        Geometry geometry = Geometry.of("sizes", 64L << 20, null, entryBytes, 0);
        int chunks = (entryBytes + IN_THE_ENTRY + geometry.chunkBytes() - 1) / geometry.chunkBytes();
        try (OpenStore open = new OpenStore(geometry, Long.MAX_VALUE, false)) {
            for (int key = 0; key < 1_000; key++) {
                open.put(key, new byte[entryBytes - Integer.BYTES]);
            }
            long used = open.store.usage().usedBytes();
            assertThat(used).isEqualTo(1_000L * chunks * geometry.chunkBytes());
        }
        double entries = geometry.entriesThatFit(entryBytes);
        assertThat(IN_THE_ENTRY + besideEntries(geometry) / entries).isLessThanOrEqualTo(MOST_BUT_ROUNDING);
        assertThat(Math.round(besideEntries(geometry) / entries)).isEqualTo(besideBytes);
        assertThat(Math.round(geometry.totalBytes() / entries)).isEqualTo(inAllBytes);
    }

    /** All that is not for entries: look-up tables, free lists, headers, accounts, memory of the dropped. */
    private static long besideEntries(Geometry geometry) {
        return geometry.totalBytes() - (long) geometry.segments() * geometry.chunksPerSegment() * geometry.chunkBytes();
    }
}
