package org.larder.provider;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ValueResult;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * Explains what several threads did to one key by some order of their {@link Step}s, where the entry may vanish at any
 * moment, as an evicted or expired one does. Nothing else may happen by itself: as each write brings another value, a
 * value that is old, foreign or back again is never explained.
 *
 * <p>Eviction is no change: a step that was under way when the entry vanished, and is not a mere read, may still have met
 * it, unless another step changed the entry since.
 */
public final class VanishingEntryVerifier implements Verifier {

    /** Histories that were explained without a loss, and with one. */
    static final AtomicInteger PLAIN = new AtomicInteger();

    static final AtomicInteger WITH_LOSS = new AtomicInteger();

    /** Made by Lincheck, which hands in the specification; there is none. */
    public VanishingEntryVerifier(Class<?> unused) {}

    @Override
    public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
        if (new Search(results, false).succeeds()) {
            PLAIN.incrementAndGet();
            return true;
        }
        if (new Search(results, true).succeeds()) {
            WITH_LOSS.incrementAndGet();
            return true;
        }
        return false;
    }

    /**
     * Where a search stands.
     *
     * @param done how many steps of each thread have been ordered
     * @param value what the entry has, or null
     * @param vanished what it had when it vanished, if nobody has changed it since
     * @param witnesses the threads whose next step may still meet what vanished
     */
    private record State(
            List<Integer> done,
            @Nullable Integer value,
            @Nullable Integer vanished,
            Set<Integer> witnesses) {}

    private static final class Search {
        private final List<List<ResultWithClock>> threads;
        private final boolean mayVanish;
        private final Set<State> tried = new HashSet<>();

        Search(ExecutionResult results, boolean mayVanish) {
            this.threads = results.getParallelResultsWithClock();
            this.mayVanish = mayVanish;
        }

        boolean succeeds() {
            return succeedsFrom(new State(threads.stream().map(steps -> 0).toList(), null, null, Set.of()));
        }

        private boolean succeedsFrom(State state) {
            if (!tried.add(state)) {
                return false;
            }
            Set<Integer> able = able(state);
            if (able.isEmpty()) {
                return true;
            }
            for (int thread : able) {
                Step step = next(state, thread);
                if (step.fits(state.value) && succeedsFrom(after(state, thread, state.value))) {
                    return true;
                }
                if (state.witnesses.contains(thread)
                        && !step.kind().isRead()
                        && step.fits(state.vanished)
                        && succeedsFrom(after(state, thread, state.vanished))) {
                    return true;
                }
            }
            return mayVanish
                    && state.value != null
                    && succeedsFrom(new State(state.done, null, state.value, Set.copyOf(able)));
        }

        /** The threads whose next step may be the next in order: no step that ended before it began is left out. */
        private Set<Integer> able(State state) {
            Set<Integer> able = new HashSet<>();
            for (int thread = 0; thread < threads.size(); thread++) {
                int at = state.done.get(thread);
                if (at < threads.get(thread).size()) {
                    boolean begun = true;
                    for (int other = 0; other < threads.size(); other++) {
                        begun &= state.done.get(other)
                                >= threads.get(thread).get(at).getClockOnStart().get(other);
                    }
                    if (begun) {
                        able.add(thread);
                    }
                }
            }
            return able;
        }

        private Step next(State state, int thread) {
            ResultWithClock result = threads.get(thread).get(state.done.get(thread));
            if (result.getResult() instanceof ValueResult of && of.getValue() instanceof Step step) {
                return step;
            }
            throw new AssertionError("not a step: " + result);
        }

        private State after(State state, int thread, @Nullable Integer met) {
            List<Integer> done = new ArrayList<>(state.done);
            done.set(thread, done.get(thread) + 1);
            Step step = next(state, thread);
            Integer value = step.after(met);
            boolean changed = step.kind() == Step.Kind.REMOVE
                    || (value == null ? state.value != null : !value.equals(state.value));
            if (changed) {
                return new State(done, value, null, Set.of());
            }
            Set<Integer> witnesses = new HashSet<>(state.witnesses);
            witnesses.remove(thread);
            return new State(done, value, witnesses.isEmpty() ? null : state.vanished, witnesses);
        }
    }
}
