package org.larder.provider.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final OncePerMinute oncePerMinute = new OncePerMinute(nanos::get);

    @Test
    void nextMinuteSaysHowManyWereHeldBack() {
        System.Logger logger = System.getLogger("once");
        try (LogCapture log = new LogCapture("once")) {
            oncePerMinute.log(logger, "first {0} 'quoted'", null);
            oncePerMinute.log(logger, "second", null);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
            oncePerMinute.log(logger, "third", null);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            oncePerMinute.log(logger, "fourth", new IllegalStateException("cause"));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
            oncePerMinute.log(logger, "fifth", null);
            assertThat(log.messages())
                    .containsExactly("first {0} 'quoted'", "fourth (and 2 times before, not logged)", "fifth");
        }
    }
}
