package org.larder;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done once for all who ask for the same key at the same time: the first does it, the others wait and share
 * what comes of it. Nothing is kept once it is done. Thread-safe; it holds no lock while work is done.
 *
 * @param <K> the type of the keys, with an {@code equals} of their own; work must not change their hash code
 * @param <V> the type of the values
 * @since 0.1
 */
public final class SingleFlight<K, V> {

    private final ConcurrentHashMap<K, Flight<V>> flights = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<K, StagedFlight<V>> staged = new ConcurrentHashMap<>();

    /** Which thread waits for whose work, so that no circle ever closes; guarded by itself. */
    private final Map<Thread, Flight<V>> waiting = new HashMap<>();

    /** Creates an instance that does nothing yet. */
    public SingleFlight() {}

    /**
     * Does some work, or waits for the end of what another thread does for that key.
     *
     * <p>Who waits gets the value of the other, also null, or its very {@link RuntimeException}, the stack trace of which
     * is then that of the other thread. An {@link Error} is not shared, as it may be the trouble of one thread only: one
     * of those that waited does its own work instead. Interrupts do not end the waiting; they are kept for the caller.
     *
     * <p>Work may ask the same instance for other keys. Where that would go round in a circle, be it through the work of
     * other threads, the thread that would close it gets an exception instead. A circle is not noticed if it leads through
     * another instance or through a thread that the work starts and waits for: use one instance, with keys that tell the
     * kinds of work apart, for all work that may ask for other work, and do it on the calling thread.
     *
     * @param key what the work is for
     * @param work what to do; null is a value as any other
     * @return the value of the work, be it the caller's or another's
     * @throws IllegalStateException if the work of this thread asks, in the end, for a key that it is at work for
     */
    public @Nullable V run(K key, Supplier<? extends @Nullable V> work) {
        return run(key, work, () -> {
            throw new IllegalStateException(
                    "the work of this thread asks for the key %s, and the work for that key waits for this thread, which would go on for ever; it must get its value from somewhere else"
                            .formatted(key));
        });
    }

    /**
     * Does some work, or waits for the end of what another thread does for that key, as {@link #run(Object, Supplier)}
     * does, but for circles: the thread that would close one does something else instead of waiting.
     *
     * @param key what the work is for
     * @param work what to do; null is a value as any other
     * @param inCircle what the calling thread does where waiting would close a circle; nobody shares what comes of it
     * @return the value of the work, be it the caller's or another's, or that of {@code inCircle}
     */
    public @Nullable V run(K key, Supplier<? extends @Nullable V> work, Supplier<? extends @Nullable V> inCircle) {
        requireNonNull(work, "the work must not be null");
        requireNonNull(inCircle, "what to do in a circle must not be null");
        while (true) {
            Flight<V> mine = new Flight<>();
            Flight<V> flight = flights.putIfAbsent(requireNonNull(key, "the key must not be null"), mine);
            if (flight == null) {
                return fly(key, mine, work);
            }
            if (!awaitLanding(flight)) {
                return inCircle.get();
            }
            if (flight.failure instanceof RuntimeException shared) {
                throw shared;
            }
            if (flight.failure == null) {
                return flight.value;
            }
        }
    }

    /**
     * Starts some work that ends later, or joins the one that is under way for that key; in either case without waiting.
     * It knows nothing of what {@link #run(Object, Supplier)} does for the same key.
     *
     * <p>All who come before the work ends share what comes of it, be it a value, also null, or any failure, in the form in
     * which the stage of the work tells of it. Whoever comes later starts anew. Each has a stage of its own: who completes
     * or cancels it touches neither the work nor the others. What depends on the stages is carried out by the thread that
     * ends the work, and must not wait for other stages.
     *
     * <p>If the work, while it is being started, asks for its own key on the same thread, what it then brings is carried out
     * for itself, as waiting for it would never end. Other circles of stages that wait for each other are not noticed.
     *
     * @param key what the work is for
     * @param work starts it and returns its stage; where it throws an exception, or returns null, it has failed with that,
     *     or with a {@link NullPointerException}. An {@link Error} is thrown to the caller as well
     * @return a stage of the caller's own, which ends with the work
     */
    public CompletionStage<V> runAsync(K key, Supplier<? extends CompletionStage<V>> work) {
        requireNonNull(work, "the work must not be null");
        StagedFlight<V> mine = new StagedFlight<>();
        StagedFlight<V> flight = staged.putIfAbsent(requireNonNull(key, "the key must not be null"), mine);
        if (flight != null && !flight.isBeingStartedHere()) {
            return flight.stage();
        }
        CompletionStage<V> stage = mine.stage();
        mine.start(work, () -> staged.remove(key, mine)); // which does nothing for one within another
        return stage;
    }

    /**
     * Lets nobody join the work under way for a key: who asks from now on starts anew. Those who wait already, and the
     * one who works, are not affected. To be called when something has changed that the work may have missed.
     */
    public void forget(K key) {
        flights.remove(key);
        staged.remove(key);
    }

    /** Lets nobody join any work under way, as {@link #forget} does for one key. */
    public void forgetAll() {
        flights.clear();
        staged.clear();
    }

    /** Waits for the end of another's work; false, at once, if that would close a circle. */
    private boolean awaitLanding(Flight<V> flight) {
        Thread me = Thread.currentThread();
        synchronized (waiting) {
            for (Flight<V> next = flight; next != null && !next.hasLanded(); next = waiting.get(next.owner)) {
                if (me.equals(next.owner)) {
                    return false;
                }
            }
            waiting.put(me, flight);
        }
        try {
            flight.awaitLanding();
            return true;
        } finally {
            synchronized (waiting) {
                waiting.remove(me);
            }
        }
    }

    private @Nullable V fly(K key, Flight<V> mine, Supplier<? extends @Nullable V> work) {
        try {
            V value = work.get();
            mine.value = value;
            return value;
        } catch (Throwable e) {
            mine.failure = e;
            throw e;
        } finally {
            flights.remove(key, mine);
            mine.landed.countDown();
        }
    }

    /** Work under way. What came of it is written before the landing and read after it. */
    private static final class Flight<V> {
        private final Thread owner = Thread.currentThread();
        private final CountDownLatch landed = new CountDownLatch(1);
        private @Nullable V value;
        private @Nullable Throwable failure;

        boolean hasLanded() {
            return landed.getCount() == 0;
        }

        void awaitLanding() {
            boolean interrupted = false;
            while (true) {
                try {
                    landed.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Work under way that ends later. */
    private static final class StagedFlight<V> {
        private final CompletableFuture<V> landing = new CompletableFuture<>();
        private volatile @Nullable Thread starter = Thread.currentThread();

        boolean isBeingStartedHere() {
            return Thread.currentThread().equals(starter);
        }

        /** A stage that ends as the work does, and that nobody else has. */
        CompletionStage<V> stage() {
            CompletableFuture<V> stage = new CompletableFuture<>();
            CompletableFuture<V> unused = landing.whenComplete((value, failure) -> end(stage, value, failure));
            return stage;
        }

        void start(Supplier<? extends CompletionStage<V>> work, Runnable beforeLanding) {
            try {
                requireNonNull(work.get(), "the work returned null in place of a stage")
                        .whenComplete((value, failure) -> {
                            beforeLanding.run();
                            end(landing, value, failure);
                        });
            } catch (Throwable e) {
                beforeLanding.run();
                landing.completeExceptionally(e);
                if (e instanceof Error) {
                    throw e;
                }
            } finally {
                starter = null;
            }
        }

        private static <V> void end(CompletableFuture<V> stage, V value, @Nullable Throwable failure) {
            if (failure == null) {
                stage.complete(value);
            } else {
                stage.completeExceptionally(failure);
            }
        }
    }
}
