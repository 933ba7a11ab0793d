package org.larder.provider;

import java.time.Duration;
import java.time.InstantSource;
import javax.cache.spi.CachingProvider;

/** The door for tests of other packages to a provider whose clock they move. */
public final class LarderOnClock {

    private LarderOnClock() {}

    /** Creates a provider whose entries expire by the clock given, and only when an operation meets them. */
    public static CachingProvider create(InstantSource clock) {
        return new LarderCachingProvider(clock, Duration.ofDays(365));
    }
}
