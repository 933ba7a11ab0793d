package org.larder.provider.integration;

import org.jspecify.annotations.Nullable;

/** A daemon thread on which a cache calls code of the user. */
public final class WorkerThread extends Thread {

    /**
     * Creates a thread.
     *
     * @param contextClassLoader the class loader of the user's code, and not that of whoever happens to be first to need
     *     the thread
     */
    public WorkerThread(String name, Runnable work, @Nullable ClassLoader contextClassLoader) {
        super(null, work, name, 0, false);
        setDaemon(true);
        setContextClassLoader(contextClassLoader);
    }

    /** Whether the current thread is one of a cache, so that it must not wait for the end of such threads. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof WorkerThread;
    }
}
