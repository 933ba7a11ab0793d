package org.larder.cdi.intercept;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.larder.SingleFlight;

/**
 * The calls of methods under way in an application, whose results caches are to keep: one for each entry, where that is
 * wished for. What is computed before a change of its entry is not kept after it, nor handed to anybody who comes after it.
 * Thread-safe.
 *
 * <p>A change first outdates the computations under way, then waits for results that are just being put, and then changes
 * the cache: so no old result is put after the change, and what was put before is changed. It does not wait where its own
 * thread is one that puts, as in a listener of a cache, nor for longer than its patience: a put may run listeners and
 * writers of the user, and these may wait for the very change. Once that put has ended the newest such change is made again,
 * so that it is what stands; listeners and writers are told of it twice.
 */
public final class Computations {

    private final SingleFlight<EntryId, Outcome> flights = new SingleFlight<>();
    private final ConcurrentMap<EntryId, List<Computation>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong keptCount = new AtomicLong();
    private final long patienceNanos;

    /**
     * Creates an instance for one application. Changes wait for a second at most: far longer than a put takes that waits for
     * nobody, and short enough for the caller of a method, who would else wait for ever. What gives
     * up is made twice.
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
        Computation computation = new Computation(entry);
        underWay.merge(
                entry,
                List.of(computation),
                (all, one) -> Stream.concat(all.stream(), one.stream()).toList());
        return computation;
    }

    /** Keeps the result of a computation, if its entry has not been changed; false if it is not kept. */
    boolean keep(Computation computation, Keeping keeping) {
        boolean isKept = computation.keep(keeping);
        if (isKept) {
            keptCount.incrementAndGet();
        }
        return isKept;
    }

    void end(Computation computation) {
        underWay.computeIfPresent(computation.entry(), (same, all) -> {
            List<Computation> rest =
                    all.stream().filter(each -> !each.equals(computation)).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    /**
     * Tells all other computations of an entry that this one has come to its end, and may be newer.
     *
     * @param keeping how its result is kept; null if it is no result that replaces theirs
     */
    void rivalOthers(Computation newest, @Nullable Keeping keeping) {
        flights.forget(newest.entry());
        outdate(othersThan(newest), Computation::rival, slow -> {
            if (keeping != null) {
                slow.makeAgain(newest, keeping);
            }
        });
    }

    /** Lets the result of a computation stand against changes before it that are still to be made again. */
    void overtakeChanges(Computation newest, Keeping keeping) {
        othersThan(newest).forEach(each -> each.makeAgainAfterChanges(newest, keeping));
    }

    /** Changes an entry. */
    void change(EntryId entry, Runnable change) {
        flights.forget(entry);
        outdate(underWay.getOrDefault(entry, List.of()), Computation::outdate, slow -> slow.makeAgain(change));
        change.run();
    }

    /** Removes all entries of a cache. */
    void removeAll(Cache<Object, Object> cache) {
        List<Computation> all = underWay.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.entry().isIn(cache))
                .toList();
        all.forEach(each -> flights.forget(each.entry()));
        outdate(
                all,
                Computation::outdate,
                slow -> slow.makeAgain(() -> cache.remove(slow.entry().key())));
        cache.removeAll();
    }

    private List<Computation> othersThan(Computation one) {
        return underWay.getOrDefault(one.entry(), List.of()).stream()
                .filter(each -> !each.equals(one))
                .toList();
    }

    /**
     * Outdates computations, and waits for those that are just being kept.
     *
     * @param outdating outdates one; true if it is just being kept
     * @param givingUp what to do with one that takes too long
     */
    private void outdate(
            Collection<Computation> computations, Predicate<Computation> outdating, Consumer<Computation> givingUp) {
        List<Computation> beingKept = computations.stream().filter(outdating).toList();
        if (!beingKept.isEmpty()) {
            long end = System.nanoTime() + (isKeeping(Thread.currentThread()) ? 0 : patienceNanos);
            beingKept.stream()
                    .filter(each -> !each.awaitKept(end - System.nanoTime()))
                    .forEach(givingUp);
        }
    }

    private boolean isKeeping(Thread thread) {
        return underWay.values().stream()
                .flatMap(List::stream)
                .anyMatch(computation -> computation.isBeingKeptBy(thread));
    }
}
