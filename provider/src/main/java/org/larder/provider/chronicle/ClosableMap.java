package org.larder.provider.chronicle;

import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.jspecify.annotations.Nullable;

/**
 * The map of a store with a door that can be shut: whoever comes late is told so, whatever state Chronicle is in.
 *
 * <p>Nobody ever reads memory that was given back. A thread that works in the map holds the lock of its context, which
 * Chronicle knows of before the thread can use it, and memory is freed only after all of them were taken over for good.
 * What goes wrong is only how Chronicle answers to a thread that comes for the first time while the map is dismantled.
 */
final class ClosableMap {

    private final VanillaChronicleMap<Object, Object, Object> map;
    private final ThreadContexts contexts;
    private final String cacheName;
    private final @Nullable SegmentChecks checks;
    private volatile boolean closing;

    /**
     * Creates an open door.
     *
     * @param checks what to do before a segment is entered for the first time; null for nothing
     */
    ClosableMap(VanillaChronicleMap<Object, Object, Object> map, @Nullable SegmentChecks checks) {
        this.map = map;
        this.contexts = ThreadContexts.in(map);
        this.cacheName = map.name();
        this.checks = checks;
    }

    /** What the map's reader makes of the value of a key, or null if there is none. */
    @Nullable
    Object get(Object key) {
        requireOpen();
        try {
            return map.getUsing(key, null);
        } catch (RuntimeException e) {
            throw closing ? closed(e) : e;
        }
    }

    /** Opens a context for a key, which knows where to find its {@link Scratch}; the caller closes it. */
    CompiledMapQueryContext<Object, Object, Object> keyContext(Object keyOrPayload) {
        CompiledMapQueryContext<Object, Object, Object> context = contextOf(keyOrPayload);
        if (checks != null && !checks.isChecked(context.segmentIndex())) {
            int segment = context.segmentIndex();
            context.close();
            check(checks, segment);
            return contextOf(keyOrPayload);
        }
        return context;
    }

    private CompiledMapQueryContext<Object, Object, Object> contextOf(Object keyOrPayload) {
        CompiledMapQueryContext<Object, Object, Object> context = newContext();
        try {
            context.initInputKey(((Scratch<?>) context.inputKeyDataAccess()).getData(keyOrPayload));
            return context;
        } catch (Throwable e) {
            context.close();
            throw e;
        }
    }

    private CompiledMapQueryContext<Object, Object, Object> newContext() {
        requireOpen();
        try {
            return (CompiledMapQueryContext<Object, Object, Object>) map.mapContext();
        } catch (RuntimeException e) {
            throw closing ? closed(e) : e;
        }
    }

    /** Opens a context for all entries of a segment; the caller closes it. */
    CompiledMapIterationContext<Object, Object, Object> segmentContext(int segment) {
        if (checks != null && !checks.isChecked(segment)) {
            check(checks, segment);
        }
        return newSegmentContext(segment);
    }

    /** Whether a segment was entered before, or need not be checked. */
    boolean isChecked(int segment) {
        return checks == null || checks.isChecked(segment);
    }

    private void check(SegmentChecks todo, int segment) {
        try (CompiledMapIterationContext<Object, Object, Object> context = newSegmentContext(segment)) {
            context.updateLock().lock();
            todo.check(context, segment);
        }
    }

    @SuppressWarnings("unchecked") // the map has these types
    private CompiledMapIterationContext<Object, Object, Object> newSegmentContext(int segment) {
        requireOpen();
        try {
            return (CompiledMapIterationContext<Object, Object, Object>) map.segmentContext(segment);
        } catch (RuntimeException e) {
            throw closing ? closed(e) : e;
        }
    }

    /** The number of entries. */
    long size() {
        requireOpen();
        try {
            return map.longSize();
        } catch (RuntimeException e) {
            throw closing ? closed(e) : e;
        }
    }

    /** Waits for who is in the map, lets nobody in any more, and gives the memory back. */
    synchronized void close() {
        closing = true; // before anything else: otherwise Chronicle waits for a moment at which nobody is in
        try {
            map.close();
        } finally {
            contexts.close();
        }
    }

    /** Fails if the map is closed or about to be. */
    void requireOpen() {
        if (closing) {
            throw closed(null);
        }
    }

    private IllegalStateException closed(@Nullable RuntimeException cause) {
        return new StoreClosedException(cacheName, cause);
    }
}
