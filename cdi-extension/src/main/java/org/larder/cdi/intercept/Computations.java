package org.larder.cdi.intercept;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import org.larder.SingleFlight;

/**
 * The calls of methods under way in an application, whose results caches are to keep: one for each entry, where that is
 * wished for. What is computed before a change of its entry is not kept after it, nor handed to anybody who comes after it.
 * Thread-safe.
 *
 * <p>A change first outdates the computations under way, then waits for results that are just being put, and then changes
 * the cache: so no old result is put after the change, and what was put before is changed. It does not wait where its own
 * thread is one that puts, as in a listener of a cache, nor for longer than its patience: a put may run listeners and
 * writers of the user, and these may wait for the very change. What is put then is taken back once that ends.
 */
public final class Computations {

    private final SingleFlight<EntryId, Outcome> flights = new SingleFlight<>();
    private final ConcurrentMap<EntryId, List<Computation>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong keptCount = new AtomicLong();
    private final long patienceNanos;

    /**
     * Creates an instance for one application. Changes wait for a second at most: far longer than a put takes that waits for
     * nobody, and short enough for the caller of a method, who would else wait for ever. Giving up costs but the entry.
     */
    public Computations() {
        this(Duration.ofSeconds(1));
    }

    /**
     * Creates an instance for one application.
     *
     * @param patience how long changes wait for results that are just being put
     */
    Computations(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /** How many results were kept: who misses, and then finds this unchanged, would miss again. */
    long keptCount() {
        return keptCount.get();
    }

    /** One caller for an entry does the work, all others share its outcome; in a circle each does its own. */
    Outcome once(EntryId entry, Supplier<Outcome> work) {
        Outcome outcome = flights.run(entry, work, work);
        if (outcome == null) {
            throw new IllegalStateException("the work for %s had no outcome".formatted(entry));
        }
        return outcome;
    }

    /** As {@link #once}, for outcomes that come later. */
    CompletionStage<Outcome> onceLater(EntryId entry, Supplier<CompletionStage<Outcome>> work) {
        return flights.runAsync(entry, work);
    }

    /** Begins a computation, to be {@linkplain #end ended} when nobody can share it any more. */
    Computation begin(EntryId entry) {
        Computation computation = new Computation();
        underWay.merge(
                entry,
                List.of(computation),
                (all, one) -> Stream.concat(all.stream(), one.stream()).toList());
        return computation;
    }

    /** Keeps the result of a computation, if its entry has not been changed; false if it is not kept. */
    boolean keep(Computation computation, Runnable keeping, Runnable undoing) {
        boolean isKept = computation.keep(keeping, undoing);
        if (isKept) {
            keptCount.incrementAndGet();
        }
        return isKept;
    }

    void end(EntryId entry, Computation computation) {
        underWay.computeIfPresent(entry, (same, all) -> {
            List<Computation> rest =
                    all.stream().filter(each -> !each.equals(computation)).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    /** Outdates all computations of an entry but one, as its result is newer. */
    void outdateOthers(EntryId entry, Computation newest) {
        flights.forget(entry);
        outdate(underWay.getOrDefault(entry, List.of()).stream()
                .filter(each -> !each.equals(newest))
                .toList());
    }

    /** Changes an entry. */
    void change(EntryId entry, Runnable change) {
        flights.forget(entry);
        outdate(underWay.getOrDefault(entry, List.of()));
        change.run();
    }

    /** Changes all entries of a cache. */
    void changeAll(Cache<?, ?> cache, Runnable change) {
        underWay.forEach((entry, computations) -> {
            if (entry.isIn(cache)) {
                flights.forget(entry);
                outdate(computations);
            }
        });
        change.run();
    }

    private void outdate(Collection<Computation> computations) {
        List<Computation> beingKept =
                computations.stream().filter(Computation::outdate).toList();
        if (!beingKept.isEmpty()) {
            long end = System.nanoTime() + (isKeeping(Thread.currentThread()) ? 0 : patienceNanos);
            beingKept.stream()
                    .filter(each -> !each.awaitKept(end - System.nanoTime()))
                    .forEach(Computation::takeBack);
        }
    }

    private boolean isKeeping(Thread thread) {
        return underWay.values().stream()
                .flatMap(List::stream)
                .anyMatch(computation -> computation.isBeingKeptBy(thread));
    }
}
