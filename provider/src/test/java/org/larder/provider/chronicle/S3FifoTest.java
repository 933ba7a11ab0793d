package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who goes, of a hundred entries, five of which have to. */
class S3FifoTest {

    private final AtomicLong positions = new AtomicLong(1_000);

    @Test
    void oldestOfTheSmallQueueGoIfNobodyUsedThem() {
        long[] after = choose(LongStream.range(0, 100).map(i -> QueueMark.inSmall(99 - i)));
        assertThat(gone(after)).containsExactly(95, 96, 97, 98, 99);
    }

    @Test
    void whoWasUsedMovesToTheEndOfTheMainQueueAndHasToBeUsedAnew() {
        long[] after = choose(LongStream.concat(
                LongStream.of(QueueMark.usedAgain(QueueMark.inSmall(0))),
                LongStream.range(1, 100).map(QueueMark::inSmall)));
        assertThat(gone(after)).containsExactly(1, 2, 3, 4, 5);
        assertThat(after[0]).isEqualTo(QueueMark.inMain(1_001, 0));
        assertThat(after[6]).isEqualTo(QueueMark.inSmall(6));
    }

    @Test
    void mainQueueGivesWhileTheSmallOneHasItsTenth() {
        long[] after = choose(LongStream.concat(
                LongStream.range(0, 10).map(QueueMark::inSmall),
                LongStream.range(10, 100).map(i -> QueueMark.inMain(i, 0))));
        // With one of main gone, the small queue has more than a tenth of what is left.
        assertThat(gone(after)).containsExactly(0, 10, 11, 12, 13);
    }

    @Test
    void whoIsInMainHasATurnForEachUse() {
        long[] after = choose(LongStream.concat(
                LongStream.of(QueueMark.inMain(0, 2)), LongStream.range(1, 100).map(i -> QueueMark.inMain(i, 0))));
        assertThat(gone(after)).containsExactly(1, 2, 3, 4, 5);
        assertThat(after[0]).isEqualTo(QueueMark.inMain(1_001, 1));
    }

    @Test
    void agesOfAnySizeCountAsFarAsMillionsBack() {
        positions.set(1L << 40);
        long[] after = choose(LongStream.range(0, 100)
                .map(i -> QueueMark.inSmall(positions.get() - (i < 95 ? i : (1L << 22) - 100 + i))));
        assertThat(gone(after)).containsExactly(95, 96, 97, 98, 99);
    }

    @Test
    void positionBeyondAllIsTheLatest() {
        long[] after = choose(LongStream.range(0, 100).map(i -> QueueMark.inSmall(i < 95 ? (1L << 50) + i : i)));
        assertThat(gone(after)).containsExactly(95, 96, 97, 98, 99);
    }

    @Test
    void oneGoesThoughAllAreUsed() {
        long[] after = choose(LongStream.range(0, 10).map(i -> QueueMark.inMain(i, QueueMark.MAX_USES)));
        assertThat(gone(after)).containsExactly(0);
        assertThat(positions.get()).isEqualTo(1_030); // three turns for each
    }

    @Test
    void twentiethGoesAndNeverNone() {
        for (int count = 0; count < 300; count++) {
            int entries = count;
            assertThat(gone(choose(LongStream.range(0, entries).map(i -> QueueMark.inSmall(i % 7)))))
                    .as("of %d", entries)
                    .hasSize((entries + 19) / 20);
        }
    }

    @Test
    void queuesOfAnyMixtureGiveAsByTheBook() {
        Random random = new Random(3);
        for (int count = 1; count < 300; count++) {
            List<Integer> ages =
                    new ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(ages, random);
            long[] marks = ages.stream()
                    .mapToLong(age -> random.nextInt(3) == 0
                            ? QueueMark.inSmall(age) + random.nextInt(4)
                            : QueueMark.inMain(age, random.nextInt(4)))
                    .toArray();
            positions.set(1_000);
            assertThat(choose(Arrays.stream(marks))).as("of %d", count).isEqualTo(chosenByTheBook(marks));
        }
    }

    /** With two queues in which every entry has its place. */
    private static long[] chosenByTheBook(long[] before) {
        long[] marks = before.clone();
        Queue<Integer> small = inOrder(before, false);
        Queue<Integer> main = inOrder(before, true);
        long position = 1_000;
        for (int toGo = (before.length + 19) / 20; toGo > 0; ) {
            boolean smallGives = small.size() > (small.size() + main.size()) * 0.1 || main.isEmpty();
            int entry = (smallGives ? small : main).remove();
            int uses = QueueMark.uses(marks[entry]);
            if (uses == 0) {
                marks[entry] = S3Fifo.GONE;
                toGo--;
            } else {
                marks[entry] = QueueMark.inMain(++position, smallGives ? 0 : uses - 1);
                main.add(entry);
            }
        }
        return marks;
    }

    @Test
    void nextAreThoseWhoseTurnComesWhenNewOnesTookThePlaces() {
        Random random = new Random(4);
        for (int count = 1; count < 300; count++) {
            int part = 1 + random.nextInt(10); // of ten entries so many in the small queue
            List<Integer> ages =
                    new ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(ages, random);
            long[] marks = ages.stream()
                    .mapToLong(age -> random.nextInt(10) < part
                            ? QueueMark.inSmall(age) + Math.max(0, random.nextInt(6) - 2)
                            : QueueMark.inMain(age, random.nextInt(4)))
                    .toArray();
            S3Fifo queues = new S3Fifo(marks, count, positions.get());
            long[] after = queues.choose(positions::incrementAndGet);
            assertThat(queues.next())
                    .as("of %d, %d of 10 small", count, part)
                    .containsExactly(nextByTheBook(marks, after));
        }
    }

    private static int[] nextByTheBook(long[] marks, long[] after) {
        int fresh = -1;
        Queue<Integer> small = inOrder(marks, false);
        Queue<Integer> main = inOrder(marks, true);
        small.removeIf(entry -> after[entry] != marks[entry]);
        main.removeIf(entry -> after[entry] != marks[entry]);
        IntStream.range(0, gone(after).length).forEach(i -> small.add(fresh));
        List<Integer> next = new ArrayList<>();
        while (next.size() < marks.length * 4 / 10) {
            boolean smallGives = small.size() > marks.length * 0.1 || main.isEmpty();
            int entry = (smallGives ? small : main).remove();
            if (entry == fresh) {
                break;
            }
            next.add(entry);
            if (QueueMark.uses(marks[entry]) == 0) {
                small.add(fresh);
            }
        }
        return next.stream().mapToInt(entry -> entry).toArray();
    }

    private static Queue<Integer> inOrder(long[] marks, boolean ofMain) {
        return IntStream.range(0, marks.length)
                .boxed()
                .filter(entry -> QueueMark.isMain(marks[entry]) == ofMain)
                .sorted(Comparator.comparingLong(entry -> QueueMark.position(marks[entry])))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    @Test
    void bitsThatAreNoMarksOfOursLetSomeGoAllTheSame() {
        Random random = new Random(8);
        for (int count = 1; count < 100; count++) {
            LongStream rotten = random.longs(count);
            assertThat(gone(choose(rotten))).hasSize((count + 19) / 20);
        }
        assertThat(gone(choose(LongStream.of(-1, -1, Long.MIN_VALUE, Long.MAX_VALUE))))
                .isNotEmpty();
    }

    @Test
    void usesAreCountedToThree() {
        long mark = QueueMark.inMain(7, 0);
        for (int uses = 0; uses < 5; uses++) {
            assertThat(QueueMark.uses(mark)).isEqualTo(Math.min(uses, 3));
            assertThat(QueueMark.position(mark)).isEqualTo(7);
            assertThat(QueueMark.isMain(mark)).isTrue();
            mark = QueueMark.usedAgain(mark);
        }
        assertThat(QueueMark.uses(QueueMark.inSmall(7) | 0xFF)).isEqualTo(3);
    }

    private long[] choose(LongStream marks) {
        long[] all = marks.toArray();
        return new S3Fifo(all, all.length, positions.get()).choose(positions::incrementAndGet);
    }

    private static int[] gone(long[] after) {
        return IntStream.range(0, after.length)
                .filter(entry -> after[entry] == S3Fifo.GONE)
                .toArray();
    }
}
