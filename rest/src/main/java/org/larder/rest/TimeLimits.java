package org.larder.rest;

import java.time.Duration;
import java.util.concurrent.Future;

/** What ends loads that take too long. */
interface TimeLimits extends AutoCloseable {

    /** Does something after some time, unless it is cancelled, or this is closed, before. */
    Future<?> after(Duration time, Runnable action);

    /** Does nothing any more. */
    @Override
    void close();
}
