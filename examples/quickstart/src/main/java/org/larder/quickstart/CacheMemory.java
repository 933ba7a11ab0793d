package org.larder.quickstart;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a cache held, told by what comes back when it is destroyed: the one measure that needs
 * nothing of the provider and mixes in nothing of the rest of the process.
 *
 * @param heapBytes what the heap lost
 * @param offHeapBytes what the process lost while no collection ran; null where the system does not tell
 */
record CacheMemory(long heapBytes, @Nullable Long offHeapBytes) {

    /** Runs {@code destruction} and measures what it gives back. */
    static CacheMemory releasedBy(Runnable destruction) throws InterruptedException {
        long heapBefore = ProcessMemory.heapBytes();
        OptionalLong residentBefore = ProcessMemory.settledResidentBytes();
        destruction.run();
        OptionalLong residentAfter = ProcessMemory.residentBytes();
        long heapAfter = ProcessMemory.heapBytes();
        return new CacheMemory(
                Math.max(0, heapBefore - heapAfter),
                residentBefore.isPresent() && residentAfter.isPresent()
                        ? Math.max(0, residentBefore.getAsLong() - residentAfter.getAsLong())
                        : null);
    }
}
