package org.larder.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. */
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

    void advance(Duration by) {
        nowMillis.addAndGet(by.toMillis());
    }

    void set(long millis) {
        nowMillis.set(millis);
    }
}
