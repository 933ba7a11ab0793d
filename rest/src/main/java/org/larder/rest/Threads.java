package org.larder.rest;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of our own: daemons that find classes as this class is found, and inherit nothing of a request. */
final class Threads {

    private static final long IDLE_SECONDS = 10;

    private Threads() {}

    static ThreadFactory named(String name) {
        AtomicInteger numbers = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(null, work, name + "-" + numbers.incrementAndGet(), 0, false);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Threads that come when they are needed and go when they are not; who uses them bounds their number. */
    static ThreadPoolExecutor onDemand(String name) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name));
    }
}
