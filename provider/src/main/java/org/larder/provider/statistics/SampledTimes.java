package org.larder.provider.statistics;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The mean time of an operation of which only a sample is timed, because to read the clock twice would be a noticeable
 * part of a get. The first ones are all timed, so that there is a mean at once, and later about one in sixteen, drawn at
 * random so that no pattern of operations can hide from it. One drawn stands for the sixteen, so that the mean is that of
 * all operations, neither of the first nor of the later ones. Thread-safe.
 */
final class SampledTimes {

    /** How many are timed before drawing begins. */
    static final int FIRST = 128;

    /** Of how many later ones about one is timed; a power of two. */
    static final int ONE_IN = 16;

    private final LongAdder operations = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicInteger firstLeft = new AtomicInteger(FIRST);
    private final LongSupplier clockNanos;
    private final IntSupplier random;

    SampledTimes() {
        this(System::nanoTime, () -> ThreadLocalRandom.current().nextInt());
    }

    SampledTimes(LongSupplier clockNanos, IntSupplier random) {
        this.clockNanos = clockNanos;
        this.random = random;
    }

    /** Begins an operation: the time now, or 0 if it is not of the sample. */
    long start() {
        if (firstLeft.get() <= 0 && (random.getAsInt() & (ONE_IN - 1)) != 0) {
            return 0;
        }
        long now = clockNanos.getAsLong();
        return now == 0 ? 1 : now;
    }

    /** Ends an operation that {@link #start} said this of. */
    void end(long startNanos) {
        if (startNanos != 0) {
            long elapsed = clockNanos.getAsLong() - startNanos;
            // Threads that end the last of the first together may take one for a drawn one; it is soon one of many.
            int weight = firstLeft.get() > 0 && firstLeft.getAndDecrement() > 0 ? 1 : ONE_IN;
            nanos.add(weight * elapsed);
            operations.add(weight);
        }
    }

    /** The mean; 0 while there is none. */
    float meanMicros() {
        long count = operations.sum();
        return count == 0 ? 0 : (float) (nanos.sum() / 1_000.0 / count);
    }

    void reset() {
        firstLeft.set(FIRST);
        operations.reset();
        nanos.reset();
    }
}
