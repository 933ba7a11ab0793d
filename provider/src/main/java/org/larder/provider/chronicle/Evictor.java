package org.larder.provider.chronicle;

import java.time.InstantSource;
import java.util.Arrays;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;

/**
 * Makes room, one segment at a time: expired entries go first, then the tenth of the segment that was written longest
 * ago, so that passes are rare and no segment is ever emptied for the sake of one entry that a part of it would do for.
 */
final class Evictor {

    private static final int SHARE = 10;

    private final VanillaChronicleMap<Object, Object, Object> map;
    private final SegmentAccounts accounts;
    private final InstantSource clock;

    Evictor(VanillaChronicleMap<Object, Object, Object> map, SegmentAccounts accounts, InstantSource clock) {
        this.map = map;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Drops entries to make room for one more. If that was not enough the caller asks again.
     *
     * @param segment the segment that the entry falls into
     */
    void makeRoom(int segment) {
        int segments = map.segments();
        // An empty segment can give nothing though the bound on all entries was met: then another must.
        for (int i = 0; i < segments && pass((segment + i) % segments) == 0; i++) {}
    }

    /** One pass over a segment; the number of entries dropped. */
    private int pass(int segment) {
        try (MapSegmentContext<Object, Object, ?> context = map.segmentContext(segment)) {
            Pass pass = new Pass(segment);
            context.forEachSegmentEntry(pass::dropIfExpired);
            if (pass.dropped == 0 && pass.live > 0) {
                pass.chooseOldest();
                context.forEachSegmentEntry(pass::dropIfOld);
                accounts.evicted(pass.dropped);
            }
            return pass.dropped;
        }
    }

    /** The state of one pass. */
    private final class Pass {
        private final int segment;
        private final long nowMillis = clock.millis();
        private long[] stamps = new long[256];
        private int live;
        private int dropped;
        private long newestToDrop;

        Pass(int segment) {
            this.segment = segment;
        }

        void dropIfExpired(MapEntry<Object, Object> entry) {
            CompiledMapIterationContext<?, ?, ?> at = (CompiledMapIterationContext<?, ?, ?>) entry;
            if (EntryLayout.deadlineMillis(at.segmentBS(), at.valueOffset()) <= nowMillis) {
                drop(at);
                return;
            }
            if (live == stamps.length) {
                stamps = Arrays.copyOf(stamps, 2 * live);
            }
            stamps[live++] = EntryLayout.stamp(at.segmentBS(), at.valueOffset());
        }

        void chooseOldest() {
            Arrays.sort(stamps, 0, live);
            newestToDrop = stamps[(live - 1) / SHARE];
        }

        void dropIfOld(MapEntry<Object, Object> entry) {
            CompiledMapIterationContext<?, ?, ?> at = (CompiledMapIterationContext<?, ?, ?>) entry;
            if (EntryLayout.stamp(at.segmentBS(), at.valueOffset()) <= newestToDrop) {
                drop(at);
            }
        }

        private void drop(CompiledMapIterationContext<?, ?, ?> entry) {
            int chunks = entry.entrySizeInChunks();
            entry.doRemove();
            accounts.removed(segment, chunks);
            dropped++;
        }
    }
}
