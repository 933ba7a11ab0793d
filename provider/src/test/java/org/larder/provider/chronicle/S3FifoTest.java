package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who goes, of a hundred entries, five of which have to. */
class S3FifoTest {

    private final AtomicLong positions = new AtomicLong(1_000);
    private final S3Fifo queues = new S3Fifo();

    @Test
    void oldestOfTheSmallQueueGoIfNobodyUsedThem() {
        LongStream.range(0, 100).forEach(i -> queues.add(QueueMark.inSmall(99 - i)));
        choose();
        assertThat(gone(LongStream.range(0, 100).map(QueueMark::inSmall))).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whoWasUsedMovesToTheEndOfTheMainQueueAndHasToBeUsedAnew() {
        queues.add(QueueMark.usedAgain(QueueMark.inSmall(0)));
        LongStream.range(1, 100).forEach(i -> queues.add(QueueMark.inSmall(i)));
        choose();
        assertThat(gone(LongStream.range(0, 100).map(QueueMark::inSmall))).containsExactly(1, 2, 3, 4, 5);
        assertThat(queues.outcomeOf(QueueMark.inSmall(0))).isEqualTo(QueueMark.inMain(1_001, 0));
    }

    @Test
    void mainQueueGivesWhileTheSmallOneHasItsTenth() {
        LongStream.range(0, 10).forEach(i -> queues.add(QueueMark.inSmall(i)));
        LongStream.range(10, 100).forEach(i -> queues.add(QueueMark.inMain(i, 0)));
        choose();
        // With one of main gone, the small queue has more than a tenth of what is left.
        assertThat(gone(LongStream.range(0, 10).map(QueueMark::inSmall))).containsExactly(0);
        assertThat(gone(LongStream.range(10, 100).map(i -> QueueMark.inMain(i, 0))))
                .containsExactly(10, 11, 12, 13);
    }

    @Test
    void whoIsInMainHasATurnForEachUse() {
        queues.add(QueueMark.inMain(0, 2));
        LongStream.range(1, 100).forEach(i -> queues.add(QueueMark.inMain(i, 0)));
        choose();
        assertThat(gone(LongStream.range(0, 100).map(i -> QueueMark.inMain(i, 0))))
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(queues.outcomeOf(QueueMark.inMain(0, 2))).isEqualTo(QueueMark.inMain(1_001, 1));
    }

    @Test
    void oneGoesThoughAllAreUsed() {
        LongStream.range(0, 10).forEach(i -> queues.add(QueueMark.inMain(i, QueueMark.MAX_USES)));
        choose();
        assertThat(gone(LongStream.range(0, 10).map(i -> QueueMark.inMain(i, 0))))
                .containsExactly(0);
        assertThat(positions.get()).isEqualTo(1_030); // three turns for each
    }

    @Test
    void usesSinceTheEntryWasNotedDoNotMatter() {
        LongStream.range(0, 100).forEach(i -> queues.add(QueueMark.inSmall(i)));
        choose();
        assertThat(goes(QueueMark.usedAgain(QueueMark.inSmall(0)))).isTrue();
        long usedMeanwhile = QueueMark.usedAgain(QueueMark.inSmall(50));
        assertThat(goes(usedMeanwhile)).isFalse();
        assertThat(queues.outcomeOf(usedMeanwhile)).isEqualTo(usedMeanwhile);
    }

    @Test
    void entryThatWasNotNotedStaysAsItIs() {
        LongStream.range(0, 1_000).forEach(i -> queues.add(QueueMark.inSmall(2 * i)));
        choose();
        assertThat(queues.count()).isEqualTo(1_000);
        for (long mark : new long[] {QueueMark.inSmall(1), QueueMark.inMain(2_001, 3)}) {
            assertThat(goes(mark)).isFalse();
            assertThat(queues.outcomeOf(mark)).isEqualTo(mark);
        }
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
    }

    private boolean goes(long mark) {
        return queues.outcomeOf(mark) == S3Fifo.GONE;
    }

    private void choose() {
        queues.choose(positions::incrementAndGet);
    }

    private IntStream gone(LongStream marks) {
        return marks.filter(this::goes).mapToInt(mark -> (int) QueueMark.position(mark));
    }
}
