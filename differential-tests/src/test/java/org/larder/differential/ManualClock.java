package org.larder.differential;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of both sides, which stands until it is moved. */
final class ManualClock implements InstantSource {
    private final AtomicLong nowMillis = new AtomicLong(1_700_000_000_000L);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return nowMillis.get();
    }

    long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis());
    }

    void advance(long millis) {
        nowMillis.addAndGet(millis);
    }
}
