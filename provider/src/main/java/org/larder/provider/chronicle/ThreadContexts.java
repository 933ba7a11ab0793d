package org.larder.provider.chronicle;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import net.openhft.chronicle.hash.impl.ContextHolder;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;

/**
 * The thread-local in which a map keeps the context of each thread, in place of Chronicle's own, which a thread that
 * outlives the map never lets go of.
 *
 * <p>What a thread holds of a thread-local is its value, strongly, until chance makes it look: long after the
 * thread-local itself is gone. With a value of Chronicle's the threads of a server would keep the class loader of an
 * application that is not there any more. Here the value is a cell of a class of the JDK, and closing empties the cells
 * of all threads. Nothing reaches into the threads themselves, which is safe for none but their owners. Thread-safe.
 */
@SuppressWarnings("ThreadLocalUsage") // not static: each map has contexts of its own
final class ThreadContexts extends ThreadLocal<@Nullable ContextHolder> {

    private final ThreadLocal<@Nullable AtomicReference<@Nullable ContextHolder>> cellOfThread = new ThreadLocal<>();

    /** The cells of the threads that live; guarded by itself. */
    private final Set<AtomicReference<@Nullable ContextHolder>> cells = Collections.newSetFromMap(new WeakHashMap<>());

    private boolean closed; // guarded by cells

    private ThreadContexts() {}

    /** Puts a new one into a map that no thread has used yet. */
    static ThreadContexts in(VanillaChronicleMap<?, ?, ?> map) {
        try {
            Field field = VanillaChronicleMap.class.getDeclaredField("cxt");
            field.setAccessible(true);
            ThreadContexts contexts = new ThreadContexts();
            field.set(map, contexts);
            return contexts;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this is not the Chronicle Map that Larder was made with", e);
        }
    }

    @Override
    public @Nullable ContextHolder get() {
        AtomicReference<@Nullable ContextHolder> cell = cellOfThread.get();
        return cell == null ? null : cell.get();
    }

    @Override
    public void set(@Nullable ContextHolder context) {
        AtomicReference<@Nullable ContextHolder> cell = new AtomicReference<>(context);
        synchronized (cells) {
            if (closed) {
                return; // the map was closed after it let this thread in; it will not let it in again
            }
            cells.add(cell);
        }
        cellOfThread.set(cell);
    }

    /** Empties the cells of all threads; the map is closed. */
    void close() {
        synchronized (cells) {
            closed = true;
            cells.forEach(cell -> cell.set(null));
            cells.clear();
        }
    }
}
