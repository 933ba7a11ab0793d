package org.larder.provider.chronicle;

import java.time.InstantSource;
import java.util.BitSet;
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

    /** One pass over a segment; the number of entries dropped, which is 0 only if there are none. */
    private int pass(int segment, int chunks) {
        CacheRecorder.EvictionSpan span = recorder.evictionPass(segment);
        int evicted = 0;
        int expired = 0;
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            Pass pass = new Pass(segment, context);
            if (pass.count == 0) {
                accounts.empty(segment);
                return 0;
            }
            if (pass.anyExpired) {
                expired = pass.drop();
                accounts.expired(expired);
            } else {
                pass.choose(chunks);
                evicted = pass.drop();
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
        private final CompiledMapIterationContext<Object, Object, Object> context;
        private final RawSegment at;
        private final long nowMillis = clock.millis();

        /** The chunks that the entries begin at, in ascending order. */
        private final int[] begins;

        private final long[] marks;
        private int count;
        private final boolean anyExpired;

        /** The chunks that those begin at that go. */
        private final BitSet going = new BitSet();

        Pass(int segment, CompiledMapIterationContext<Object, Object, Object> context) {
            this.segment = segment;
            this.context = context;
            at = new RawSegment(context);
            begins = new int[at.maxEntries()];
            marks = new long[at.maxEntries()];
            at.forEach(this::note);
            anyExpired = !going.isEmpty();
        }

        private void note() {
            int begin = at.chunk();
            if (EntryLayout.deadlineMillis(at.bytes(), at.valueOffset()) <= nowMillis) {
                going.set(begin);
            }
            marks[count] = EntryLayout.mark(at.bytes(), at.valueOffset());
            begins[count++] = begin;
        }

        void choose(int chunks) {
            if (chunks > accounts.usableChunks() / LARGE) {
                chooseNeighbours(chunks);
            }
            if (going.isEmpty()) {
                chooseUnused();
            }
        }

        /** Chooses those that lie where the fewest do on so many chunks; none if there are so many free in one place. */
        private void chooseNeighbours(int chunks) {
            int[] ends = new int[count];
            for (int entry = 0; entry < count; entry++) {
                at.goTo(begins[entry]);
                ends[entry] = begins[entry] + at.entryChunks();
            }
            int fewest = Integer.MAX_VALUE;
            int found = 0;
            int begin = 0;
            for (int first = 0, after = 0; begin + chunks <= at.chunks(); first++) {
                while (after < count && begins[after] < begin + chunks) {
                    after++;
                }
                if (after - first < fewest) {
                    fewest = after - first;
                    found = first;
                }
                begin = first < count ? ends[first] : at.chunks(); // a place begins where an entry ends
            }
            for (int entry = found; entry < found + fewest; entry++) {
                going.set(begins[entry]);
            }
        }

        private void chooseUnused() {
            long[] after = S3Fifo.choose(marks, count, () -> accounts.nextStamp(segment));
            for (int entry = 0; entry < count; entry++) {
                if (after[entry] == S3Fifo.GONE) {
                    going.set(begins[entry]);
                } else if (after[entry] != marks[entry]) {
                    at.goTo(begins[entry]);
                    EntryLayout.writeMark(at.bytes(), at.valueOffset(), after[entry]);
                }
            }
        }

        /** Removes those that go, all at once for readers; how many they are. */
        int drop() {
            context.writeLock().lock();
            at.remove(going, () -> {
                accounts.removed(segment, at.entryChunks());
                if (!anyExpired && !QueueMark.isMain(EntryLayout.mark(at.bytes(), at.valueOffset()))) {
                    ghosts.add(segment, at.keyHash());
                }
            });
            return going.cardinality();
        }
    }
}
