package org.larder.provider.chronicle;

import java.time.InstantSource;
import java.util.Arrays;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.larder.provider.flight.CacheRecorder;

/**
 * Makes room, one segment at a time: expired entries go first, then those that {@link S3Fifo} chooses. For an entry that
 * is large beside its segment, that is no help: it needs one run of free chunks, and by the time the chosen happen to
 * leave one, hardly anything is left. The neighbours in one place go then.
 */
final class Evictor {

    /** What part of a segment an entry takes from which on it is a large one. */
    private static final int LARGE = 10;

    private final ClosableMap map;
    private final SegmentAccounts accounts;
    private final Ghosts ghosts;
    private final InstantSource clock;
    private final CacheRecorder recorder;

    Evictor(ClosableMap map, SegmentAccounts accounts, Ghosts ghosts, InstantSource clock, CacheRecorder recorder) {
        this.map = map;
        this.accounts = accounts;
        this.ghosts = ghosts;
        this.clock = clock;
        this.recorder = recorder;
    }

    /**
     * Drops entries to make room for one more. If that was not enough the caller asks again.
     *
     * @param segment the segment that the entry falls into
     * @param chunks the chunks that it takes
     */
    void makeRoom(int segment, int chunks) {
        int segments = accounts.segments();
        // An empty segment can give nothing though the bound on all entries was met: then another must.
        for (int i = 0; i < segments && pass((segment + i) % segments, chunks) == 0; i++) {}
    }

    /** One pass over a segment; the number of entries dropped. */
    private int pass(int segment, int chunks) {
        CacheRecorder.EvictionSpan span = recorder.evictionPass(segment);
        int evicted = 0;
        int expired = 0;
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            if (context.size() == 0) {
                accounts.empty(segment);
                return 0;
            }
            Pass pass = new Pass(segment, context);
            SegmentScan.scan(context, pass::note);
            if (pass.expired > 0) {
                context.forEachSegmentEntry(entry -> pass.dropIfExpired());
                expired = pass.dropped;
                accounts.expired(expired);
            } else {
                if (chunks > accounts.usableChunks() / LARGE && pass.choosePlace(chunks)) {
                    context.forEachSegmentEntry(entry -> pass.dropIfInPlace());
                } else {
                    pass.queues.choose(() -> accounts.nextStamp(segment));
                    context.forEachSegmentEntry(entry -> pass.dropIfChosen());
                }
                evicted = pass.dropped;
                accounts.evicted(evicted);
            }
        }
        if (span != null) {
            span.end(evicted, expired);
        }
        return evicted + expired;
    }

    /** The state of one pass. */
    private final class Pass {
        private final int segment;
        private final CompiledMapIterationContext<Object, Object, Object> at;
        private final long nowMillis = clock.millis();
        private final S3Fifo queues = new S3Fifo();

        /** Where entries begin, in the upper half, and how many chunks they take. */
        private long[] places = new long[256];

        private int expired;
        private int dropped;
        private long placeBegin;
        private long placeEnd;

        Pass(int segment, CompiledMapIterationContext<Object, Object, Object> at) {
            this.segment = segment;
            this.at = at;
        }

        void note() {
            if (isExpired()) {
                expired++;
            }
            if (live() == places.length) {
                places = Arrays.copyOf(places, 2 * places.length);
            }
            places[live()] = at.pos() << Integer.SIZE | at.entrySizeInChunks();
            queues.add(EntryLayout.mark(at.segmentBS(), at.valueOffset()));
        }

        private boolean isExpired() {
            return EntryLayout.deadlineMillis(at.segmentBS(), at.valueOffset()) <= nowMillis;
        }

        void dropIfExpired() {
            if (isExpired()) {
                drop();
            }
        }

        private int live() {
            return queues.count();
        }

        void dropIfChosen() {
            long mark = EntryLayout.mark(at.segmentBS(), at.valueOffset());
            long outcome = queues.outcomeOf(mark);
            if (outcome == S3Fifo.GONE) {
                if (!QueueMark.isMain(mark)) {
                    ghosts.add(segment, at.keyHashCode());
                }
                drop();
            } else if (outcome != mark) {
                EntryLayout.writeMark(at.segmentBS(), at.valueOffset(), outcome);
            }
        }

        /** Looks for the run of chunks with the fewest entries in it; false if one is free already. */
        boolean choosePlace(int chunks) {
            int live = live();
            Arrays.sort(places, 0, live);
            int fewest = Integer.MAX_VALUE;
            for (int first = 0, after = 0; first <= live; first++) { // the run begins where the entry before first ends
                long begin = first == 0 ? 0 : end(places[first - 1]);
                if (begin + chunks > accounts.chunksPerSegment()) {
                    break;
                }
                while (after < live && begin(places[after]) < begin + chunks) {
                    after++;
                }
                if (after - first < fewest) {
                    fewest = after - first;
                    placeBegin = begin;
                    placeEnd = begin + chunks;
                }
            }
            return fewest > 0;
        }

        private static long begin(long place) {
            return place >>> Integer.SIZE;
        }

        private static long end(long place) {
            return begin(place) + (int) place;
        }

        void dropIfInPlace() {
            if (at.pos() < placeEnd && at.pos() + at.entrySizeInChunks() > placeBegin) {
                drop();
            }
        }

        private void drop() {
            int chunks = at.entrySizeInChunks();
            at.doRemove();
            accounts.removed(segment, chunks);
            dropped++;
        }
    }
}
