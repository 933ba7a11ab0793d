package org.larder.provider.chronicle;

import java.time.InstantSource;
import java.util.BitSet;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.jspecify.annotations.Nullable;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.store.Stored;

/**
 * Makes room, one segment at a time: expired entries go first, then those that {@link S3Fifo} chooses. That takes a look at
 * all entries of the segment, which also tells whose turn comes next; the passes that follow go by that while nothing can
 * have expired.
 *
 * <p>For an entry that is large beside its segment, to drop the chosen is no help: it needs one run of free chunks, and by
 * the time they happen to leave one, hardly anything is left. The neighbours in one place go then.
 */
final class Evictor {

    /** What part of a segment an entry takes from which on it is a large one. */
    private static final int LARGE = 10;

    private final ClosableMap map;
    private final SegmentAccounts accounts;
    private final Ghosts ghosts;
    private final InstantSource clock;
    private final CacheRecorder recorder;

    /** For each segment those that a look at all of its entries found to be next; under the lock of the segment. */
    private final @Nullable Line[] lines;

    Evictor(ClosableMap map, SegmentAccounts accounts, Ghosts ghosts, InstantSource clock, CacheRecorder recorder) {
        this.map = map;
        this.accounts = accounts;
        this.ghosts = ghosts;
        this.clock = clock;
        this.recorder = recorder;
        lines = new Line[accounts.segments()];
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
            long nowMillis = clock.millis();
            if (!isLarge(chunks) && !accounts.mayHaveExpired(segment, nowMillis)) {
                evicted = dropNext(segment, context);
            }
            if (evicted == 0) {
                Look look = new Look(segment, context, nowMillis);
                if (look.count == 0) {
                    accounts.empty(segment);
                    return 0;
                }
                look.choose(chunks);
                int dropped = look.drop();
                expired = look.anyExpired ? dropped : 0;
                evicted = dropped - expired;
            }
            accounts.expired(expired);
            accounts.evicted(evicted);
        }
        if (span != null) {
            span.end(evicted, expired);
        }
        return evicted + expired;
    }

    private boolean isLarge(int chunks) {
        return chunks > accounts.usableChunks() / LARGE;
    }

    /** Drops those whose turn it is by an earlier look; how many they are. */
    private int dropNext(int segment, CompiledMapIterationContext<Object, Object, Object> context) {
        Line line = lines[segment];
        if (line == null) {
            return 0;
        }
        context.writeLock().lock();
        RawSegment at = new RawSegment(context);
        at.fetch(line.begins, line.next, Math.min(line.next + line.batch, line.begins.length));
        int dropped = 0;
        while (dropped < line.batch && line.next < line.begins.length) {
            int begin = line.begins[line.next++];
            if (!at.goTo(begin)) {
                continue;
            }
            long mark = EntryLayout.mark(at.valueAddress());
            if (QueueMark.position(mark) > line.asOf) {
                continue;
            }
            long keyHash = at.keyHash();
            if (!at.isKnown(keyHash)) {
                continue;
            }
            if (QueueMark.uses(mark) > 0) {
                EntryLayout.writeMark(at.bytes(), at.valueOffset(), S3Fifo.moved(mark, accounts.nextStamp(segment)));
            } else {
                at.remove();
                evicted(segment, at, keyHash);
                dropped++;
            }
        }
        if (line.next == line.begins.length) {
            lines[segment] = null;
        }
        return dropped;
    }

    /** Books an entry that was dropped, of which the cursor is on what is left. */
    private void evicted(int segment, RawSegment at, long keyHash) {
        accounts.dropped(segment, at.entryChunks(), EntryLayout.stamp(at.valueAddress()));
        if (!QueueMark.isMain(EntryLayout.mark(at.valueAddress()))) {
            ghosts.add(segment, keyHash);
        }
    }

    /**
     * The entries of a segment whose turn comes next, as a look found. Anything may have happened to them since, in this JVM
     * or in another: the segment does not know of an entry at such a place any more, or of one with a later position.
     */
    private static final class Line {
        /** The chunks that they begin at. */
        private final int[] begins;

        /** How many go at a time. */
        private final int batch;

        /** Where the history of the segment stood. */
        private final long asOf;

        /** The first in {@link #begins} that did not have its turn. */
        private int next;

        Line(int[] begins, int batch, long asOf) {
            this.begins = begins;
            this.batch = batch;
            this.asOf = asOf;
        }
    }

    /** A look at all entries of a segment, and what comes of it. */
    private final class Look {
        private final int segment;
        private final CompiledMapIterationContext<Object, Object, Object> context;
        private final RawSegment at;
        private final long nowMillis;

        /** The chunks that the entries begin at, in ascending order. */
        private final int[] begins;

        private final long[] marks;
        private int count;
        private final boolean anyExpired;
        private long earliestDeadlineMillis = Stored.NEVER;

        /** The chunks that those begin at that go. */
        private final BitSet going = new BitSet();

        Look(int segment, CompiledMapIterationContext<Object, Object, Object> context, long nowMillis) {
            this.segment = segment;
            this.context = context;
            this.nowMillis = nowMillis;
            at = new RawSegment(context);
            begins = new int[at.maxEntries()];
            marks = new long[at.maxEntries()];
            at.forEach(this::note);
            anyExpired = !going.isEmpty();
        }

        private void note() {
            int begin = at.chunk();
            long deadlineMillis = EntryLayout.deadlineMillis(at.valueAddress());
            if (deadlineMillis <= nowMillis) {
                going.set(begin);
            } else {
                earliestDeadlineMillis = Math.min(earliestDeadlineMillis, deadlineMillis);
            }
            marks[count] = EntryLayout.mark(at.valueAddress());
            begins[count++] = begin;
        }

        /** Chooses those that go unless some have expired. */
        void choose(int chunks) {
            if (isLarge(chunks) && !anyExpired) {
                chooseNeighbours(chunks);
            }
            S3Fifo queues = new S3Fifo(marks, count, accounts.sequence(segment));
            if (going.isEmpty()) {
                chooseUnused(queues);
            }
            int[] next = queues.next();
            for (int i = 0; i < next.length; i++) {
                next[i] = begins[next[i]];
            }
            lines[segment] = new Line(next, queues.batch(), accounts.sequence(segment));
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

        private void chooseUnused(S3Fifo queues) {
            long[] after = queues.choose(() -> accounts.nextStamp(segment));
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
                if (anyExpired) {
                    accounts.dropped(segment, at.entryChunks(), EntryLayout.stamp(at.valueAddress()));
                } else {
                    evicted(segment, at, at.keyHash());
                }
            });
            accounts.forgetDeadlines(segment);
            accounts.expires(segment, earliestDeadlineMillis);
            return going.cardinality();
        }
    }
}
