package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** One caller's try to get a result that the cache lacked, by calling the method, or by sharing what another caller got. */
final class Attempt {

    private final Results results;
    private final Computations computations;
    private final InvocationContext invocation;
    private final Object key;
    private final Cache<Object, Object> cache;
    private final @Nullable Cache<Object, Object> exceptions;
    private final EntryId entry;
    private final boolean isShared;
    private final long keptCount;
    private volatile @Nullable Computation computation;

    /**
     * Begins a try.
     *
     * @param isShared whether others may share its outcome
     * @param keptCount {@link Computations#keptCount} before the cache was asked
     */
    Attempt(
            Results results,
            Computations computations,
            InvocationContext invocation,
            Object key,
            Cache<Object, Object> cache,
            boolean isShared,
            long keptCount) {
        this.results = results;
        this.computations = computations;
        this.invocation = invocation;
        this.key = key;
        this.cache = cache;
        this.exceptions = results.exceptionCache(invocation);
        this.entry = EntryId.of(cache, key);
        this.isShared = isShared;
        this.keptCount = keptCount;
    }

    /** The exception that is kept for the key; null for none. */
    @Nullable
    Throwable keptException() {
        return exceptions != null && exceptions.get(key) instanceof Throwable kept ? kept : null;
    }

    /** The result, waited for. */
    @Nullable
    Object run() throws Exception {
        try {
            Outcome outcome = isShared ? shared() : compute();
            Throwable failure = failureIn(outcome);
            if (failure != null) {
                throw Failures.raise(failure);
            }
            return resultIn(outcome);
        } finally {
            end();
        }
    }

    /** What all share; but who waited for another, whose trouble is his alone, tries anew. */
    private Outcome shared() {
        while (true) {
            Outcome outcome = computations.once(entry, this::compute);
            if (!outcome.isOfOneThread() || equals(outcome.caller())) {
                return outcome;
            }
        }
    }

    /** The stage of the result. */
    CompletionStage<Object> start() {
        CompletableFuture<Object> own = new CompletableFuture<>();
        CompletionStage<Outcome> stage = isShared ? computations.onceLater(entry, this::computeLater) : computeLater();
        stage.whenComplete((outcome, trouble) -> {
            try {
                end();
                Throwable failure = trouble == null ? failureIn(outcome) : trouble;
                if (failure == null) {
                    own.complete(resultIn(outcome));
                } else {
                    own.completeExceptionally(failure);
                }
            } catch (Throwable e) { // whoever waits for the stage is told
                own.completeExceptionally(e);
            }
        });
        return own;
    }

    private Outcome compute() {
        Outcome found = foundMeanwhile();
        if (found != null) {
            return found;
        }
        computation = computations.begin(entry);
        Object result;
        try {
            result = invocation.proceed();
        } catch (Throwable e) { // what is no error is thrown by everybody who shares the outcome
            Outcome failed = failed(e);
            if (e instanceof Error error) {
                throw error;
            }
            return failed;
        }
        return succeeded(result);
    }

    private CompletionStage<Outcome> computeLater() {
        Outcome found = foundMeanwhile();
        if (found != null) {
            return CompletableFuture.completedFuture(found);
        }
        computation = computations.begin(entry);
        Object stage;
        try {
            stage = invocation.proceed();
        } catch (Throwable e) { // the failure of a stage may be of any type
            return CompletableFuture.completedFuture(failed(e));
        }
        if (stage == null) {
            return CompletableFuture.failedFuture(
                    new NullPointerException("%s: the method returned null in place of a stage"
                            .formatted(results.method().site().description())));
        }
        return ((CompletionStage<?>) stage)
                .handle((result, failure) -> failure == null ? succeeded(result) : failed(failure));
    }

    /** What another caller kept after this one found nothing, and before it got its turn. */
    private @Nullable Outcome foundMeanwhile() {
        if (!isShared || computations.keptCount() == keptCount) {
            return null;
        }
        // asked this way first, as it does not count as a second miss
        Object kept = cache.containsKey(key) ? cache.get(key) : null;
        if (kept != null) {
            return Outcome.of(this, results.resultOf(kept));
        }
        Throwable failure = keptException();
        return failure == null ? null : Outcome.failed(this, failure, false);
    }

    private Outcome succeeded(@Nullable Object result) {
        Keeping keeping = keepingOf(results.keptFor(result));
        Computation mine = keeping == null ? null : mineOfSameKey();
        if (mine != null && keeping != null) {
            if (results.method().skipGet()) {
                computations.rivalOthers(mine, keeping);
            } else {
                computations.overtakeChanges(mine, keeping);
            }
            computations.keep(mine, keeping);
        }
        if (results.method().skipGet() && exceptions != null) {
            exceptions.remove(key); // an older answer, which would come back once the result is gone
        }
        return Outcome.of(this, result);
    }

    /** How the cache comes to have what it keeps for a result; null if it stays as it is. */
    private @Nullable Keeping keepingOf(@Nullable Object kept) {
        boolean skipGet = results.method().skipGet();
        Runnable removal = () -> cache.remove(key);
        if (kept == null) { // what the cache has is older than a result that replaces it
            return skipGet ? new Keeping(removal, removal, Runnable::run) : null;
        }
        Runnable put = () -> cache.put(key, kept);
        if (!skipGet) {
            return Keeping.of(put, Runnable::run);
        }
        return new Keeping(
                put, Results.isWriteThrough(cache) ? put : removal, Runnable::run); // removals go through, too
    }

    private Outcome failed(Throwable failure) {
        Throwable exception = Failures.causeOf(failure);
        boolean isOfOneThread = Failures.isOfThisThread(exception);
        Cache<Object, Object> to = exceptions;
        if (to != null && results.method().keeps(exception, isOfOneThread)) {
            Computation mine = mineOfSameKey();
            if (mine != null) {
                if (results.method().skipGet()) {
                    computations.rivalOthers(mine, null);
                }
                computations.keep(
                        mine, Keeping.of(() -> results.keepException(to, key, exception), change -> to.remove(key)));
            }
        }
        return Outcome.failed(this, failure, isOfOneThread);
    }

    /** The computation of this caller; null if there is none, or none for the key as it is now. */
    private @Nullable Computation mineOfSameKey() {
        if (!entry.hasItsKey()) {
            results.warnOfChangedKey();
            return null;
        }
        return computation;
    }

    private void end() {
        Computation mine = computation;
        if (mine != null) {
            computations.end(mine);
        }
    }

    /** The failure in an outcome; where it is another's, a copy of it if possible. */
    private @Nullable Throwable failureIn(Outcome outcome) {
        Throwable failure = outcome.failure();
        return failure != null && !equals(outcome.caller()) && Results.copyIn(exceptions, key) instanceof Throwable copy
                ? copy
                : failure;
    }

    /** The result in an outcome; where it is another's, a copy of it if possible. */
    private @Nullable Object resultIn(Outcome outcome) {
        Object copy = outcome.result() == null || equals(outcome.caller()) ? null : Results.copyIn(cache, key);
        return copy == null ? outcome.result() : results.resultOf(copy);
    }
}
