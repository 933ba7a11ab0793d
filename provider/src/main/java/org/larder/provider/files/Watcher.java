package org.larder.provider.files;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that has all memberships of this class loader look for the dead; there only while there is one. */
final class Watcher {

    private static final Logger LOG = System.getLogger(Watcher.class.getName());
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Set<Membership> watched = ConcurrentHashMap.newKeySet();

    /** Guarded by this. */
    private @Nullable Thread thread;

    synchronized void add(Membership membership) {
        watched.add(membership);
        if (thread == null) {
            thread = start("larder-files", this::run);
        }
    }

    synchronized void remove(Membership membership) {
        watched.remove(membership);
        if (watched.isEmpty()) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        for (List<Membership> due = due(); !due.isEmpty(); due = due()) {
            due.forEach(Watcher::watch);
            LockSupport.parkNanos(this, PACE_NANOS);
        }
    }

    private static void watch(Membership membership) {
        try {
            membership.watch();
        } catch (RuntimeException | Error e) { // of threads there may be none; the others want to be watched still
            LOG.log(Level.WARNING, "a cache that shares its files could not be watched; it will be tried again", e);
        }
    }

    private synchronized List<Membership> due() {
        if (watched.isEmpty()) {
            thread = null;
        }
        return List.copyOf(watched);
    }

    /** Starts a daemon thread that knows nothing of the class loader of who happens to be first to need it. */
    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Watcher.class.getClassLoader());
        thread.start();
        return thread;
    }
}
