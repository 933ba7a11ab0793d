package org.larder.provider.flight;

import org.jspecify.annotations.Nullable;

/**
 * What one cache tells the JVM's flight recorder: nothing, until a recording asks for it. Thread-safe.
 *
 * <p>Each method begins an event, or returns null if nobody asked for its kind. To ask is a read of a field, and of none
 * at all before the first recording of the JVM begins. Events tell nothing of keys and values, which may be personal.
 *
 * <p>A Java runtime need not have a flight recorder. This class is the one that knows, so nothing here and in the types of
 * its methods may name {@code jdk.jfr}.
 */
public final class CacheRecorder {
    private static final boolean PRESENT = isPresent();

    private final String cacheName;

    /** A call of an operation. Closed at its end, whatever came of it. */
    public interface OperationSpan extends AutoCloseable {
        @Override
        void close();
    }

    /** A call of a loader. */
    public interface LoadSpan {

        /**
         * Ends it.
         *
         * @param values how many values came of it
         */
        void end(int values, boolean failed);
    }

    /** A pass over a segment that makes room. */
    public interface EvictionSpan {

        /**
         * Ends it.
         *
         * @param evicted how many live entries were dropped
         * @param expired how many expired ones were
         */
        void end(int evicted, int expired);
    }

    /** The sweeping of a part of a cache. */
    public interface SweepSpan {

        /**
         * Ends it.
         *
         * @param found how many expired entries were found
         */
        void end(int found);
    }

    /** Records for a cache. */
    public CacheRecorder(String cacheName) {
        this.cacheName = cacheName;
    }

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.Event", false, CacheRecorder.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            System.getLogger(CacheRecorder.class.getName())
                    .log(System.Logger.Level.DEBUG, "this Java runtime has no flight recorder, so there are no events");
            return false;
        }
    }

    /** Begins an operation. */
    public @Nullable OperationSpan operation(String operation) {
        return PRESENT && SlowOperationEvent.isAskedFor() ? new SlowOperationEvent(cacheName, operation) : null;
    }

    /**
     * Begins a call of a loader.
     *
     * @param keys how many keys it is asked for
     */
    public @Nullable LoadSpan load(int keys) {
        return PRESENT && LoadEvent.isAskedFor() ? new LoadEvent(cacheName, keys) : null;
    }

    /** Begins a pass over a segment. */
    public @Nullable EvictionSpan evictionPass(int segment) {
        return PRESENT && EvictionPassEvent.isAskedFor() ? new EvictionPassEvent(cacheName, segment) : null;
    }

    /** Begins the sweeping of a part. */
    public @Nullable SweepSpan expirySweep(int part) {
        return PRESENT && ExpirySweepEvent.isAskedFor() ? new ExpirySweepEvent(cacheName, part) : null;
    }
}
