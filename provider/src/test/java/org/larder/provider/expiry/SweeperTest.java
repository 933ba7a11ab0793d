package org.larder.provider.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.provider.log.LogCapture;

/** Who is swept, and that nobody can keep the others from it. */
class SweeperTest {

    private static final String NAME = "larder-sweeper-of-a-test";

    private final Sweeper sweeper = new Sweeper(NAME, null, Duration.ofMillis(1));
    private final LogCapture log = new LogCapture(Sweeper.class.getName());

    @AfterEach
    void close() {
        sweeper.close();
        log.close();
    }

    @Test
    void everyPartOfEveryCacheIsSweptAgainAndAgain() {
        Recorded one = new Recorded("one", 3);
        Recorded other = new Recorded("other", 1);
        sweeper.sweep(one);
        sweeper.sweep(other);
        await().until(() -> one.swept.size() >= 9 && other.swept.size() >= 3);
        assertThat(List.copyOf(one.swept).subList(0, 9)).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
    }

    @Test
    void cacheThatIsTakenOutIsSweptNoMore() throws Exception {
        Recorded leaving = new Recorded("leaving", 1_000_000);
        Recorded staying = new Recorded("staying", 1);
        AutoCloseable registration = sweeper.sweep(leaving);
        sweeper.sweep(staying);
        await().until(() -> !leaving.swept.isEmpty());
        registration.close();
        int rounds = staying.swept.size();
        await().until(() -> staying.swept.size() > rounds);
        int sweptByThen = leaving.swept.size();
        await().until(() -> staying.swept.size() > rounds + 3);
        assertThat(leaving.swept).hasSize(sweptByThen);
    }

    @Test
    void threadEndsWithTheLastCacheAndBeginsAnewWithTheNext() throws Exception {
        Recorded first = new Recorded("first", 1);
        AutoCloseable registration = sweeper.sweep(first);
        await().until(() -> !first.swept.isEmpty());
        assertThat(threads()).isEqualTo(1);
        registration.close();
        await().until(() -> threads() == 0);
        Recorded next = new Recorded("next", 1);
        sweeper.sweep(next);
        await().until(() -> !next.swept.isEmpty());
    }

    @Test
    void failureIsLoggedAndKeepsNothingFromBeingSwept() {
        Recorded failing = new Recorded("failing", 2) {
            @Override
            public void sweep(int part) {
                super.sweep(part);
                if (part == 0) {
                    throw new IllegalStateException("listener");
                }
                throw new AssertionError("codec");
            }
        };
        Recorded sound = new Recorded("sound", 1);
        sweeper.sweep(failing);
        sweeper.sweep(sound);
        await().until(() -> failing.swept.size() > 4 && sound.swept.size() > 2);
        assertThat(log.messages()).hasSize(1);
        assertThat(log.messages().get(0))
                .contains("cache 'failing': sweeping out expired entries failed: ")
                .contains("listener");
    }

    @Test
    void failureOfACacheThatIsBeingClosedIsNobodysBusiness() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Recorded closing = new Recorded("closing", 1) {
            @Override
            public void sweep(int part) {
                super.sweep(part);
                await().until(() -> closed.getCount() == 0);
                throw new IllegalStateException("closed");
            }
        };
        AutoCloseable registration = sweeper.sweep(closing);
        await().until(() -> !closing.swept.isEmpty());
        registration.close();
        closed.countDown();
        await().until(() -> threads() == 0);
        assertThat(log.messages()).isEmpty();
    }

    @Test
    void nothingIsSweptAfterClose() {
        Recorded cache = new Recorded("cache", 1);
        sweeper.sweep(cache);
        await().until(() -> !cache.swept.isEmpty());
        sweeper.close();
        await().until(() -> threads() == 0);
        sweeper.sweep(new Recorded("late", 1)); // of a manager that is being closed: no exception
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .count();
    }

    /** Records which parts were swept. */
    private static class Recorded implements Sweeper.Sweepable {
        private final String name;
        private final int parts;
        final List<Integer> swept = new CopyOnWriteArrayList<>();

        Recorded(String name, int parts) {
            this.name = name;
            this.parts = parts;
        }

        @Override
        public String cacheName() {
            return name;
        }

        @Override
        public int parts() {
            return parts;
        }

        @Override
        public void sweep(int part) {
            swept.add(part);
        }
    }
}
