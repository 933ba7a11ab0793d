package org.larder.provider.chronicle;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of entries of a store since it was made.
 *
 * @param evictions entries that were dropped for want of room
 * @param expirations entries that went because they had expired
 */
record Counts(LongAdder evictions, LongAdder expirations) {

    Counts() {
        this(new LongAdder(), new LongAdder());
    }
}
