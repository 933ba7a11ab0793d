package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The timer of loads, in the time that passes. */
class LimitTimerTest {

    private final LimitTimer timer = new LimitTimer();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        timer.close();
    }

    @Test
    void anActionThatHangsKeepsNoOther() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        Future<?> unused1 = timer.after(Duration.ZERO, () -> {
            hangs.countDown();
            awaitRelease();
        });
        assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
        Future<?> unused2 = timer.after(Duration.ZERO, other::countDown);
        assertThat(other.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aLimitThatIsCancelledIsNotKept() {
        WeakReference<Future<?>> cancelled = cancelled();
        await().until(() -> {
            System.gc();
            return cancelled.refersTo(null);
        });
    }

    private WeakReference<Future<?>> cancelled() {
        Future<?> limit = timer.after(Duration.ofDays(1), () -> {});
        assertThat(limit.cancel(false)).isTrue();
        return new WeakReference<>(limit);
    }

    @Test
    void aTimerThatIsClosedTakesNoMore() {
        timer.close();
        assertThatThrownBy(() -> timer.after(Duration.ZERO, () -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
