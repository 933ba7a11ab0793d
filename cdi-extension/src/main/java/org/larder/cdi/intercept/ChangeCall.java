package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.method.ExceptionRule;
import org.larder.cdi.method.MethodSite;
import org.larder.cdi.method.ValueShape;

/**
 * An annotation that changes a cache before or after the call of its method, and after exceptions that it names. A method
 * that returns a stage has ended when the stage has.
 */
final class ChangeCall implements Call {

    private final Class<? extends Annotation> annotation;
    private final boolean isAfter;
    private final boolean isStaged;
    private final ExceptionRule exceptions;
    private final Change change;

    /**
     * Prepares the calls of a method.
     *
     * @param isAfter whether the cache is changed after the call
     * @param exceptions those that do not prevent it
     * @param change changes the cache for a call
     */
    ChangeCall(MethodSite site, boolean isAfter, ExceptionRule exceptions, Change change) {
        this.annotation = site.annotation().annotationType();
        this.isAfter = isAfter;
        this.isStaged = ValueShape.of(site.method().getGenericReturnType()).staged();
        this.exceptions = exceptions;
        this.change = change;
    }

    @Override
    public Class<? extends Annotation> annotation() {
        return annotation;
    }

    @Override
    public @Nullable Object around(InvocationContext invocation) throws Exception {
        // as they are now, as interceptors further inside may set others, which a hit never gets to
        @Nullable Object[] parameters = invocation.getParameters().clone();
        if (!isAfter) {
            change.make(invocation, parameters);
            return invocation.proceed();
        }
        Object result;
        try {
            result = invocation.proceed();
        } catch (Throwable e) { // goes on to the caller, whatever it is
            changeAfter(e, invocation, parameters);
            throw e;
        }
        if (isStaged && result instanceof CompletionStage<?> stage) {
            return later(stage, invocation, parameters);
        }
        change.make(invocation, parameters);
        return result;
    }

    private void changeAfter(Throwable failure, InvocationContext invocation, @Nullable Object[] parameters) {
        if (exceptions.covers(Failures.causeOf(failure))) {
            try {
                change.make(invocation, parameters);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** A stage that ends when the cache is changed. */
    private CompletionStage<Object> later(
            CompletionStage<?> stage, InvocationContext invocation, @Nullable Object[] parameters) {
        CompletableFuture<Object> own = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
            try {
                if (failure == null) {
                    change.make(invocation, parameters);
                    own.complete(result);
                } else {
                    changeAfter(failure, invocation, parameters);
                    own.completeExceptionally(failure);
                }
            } catch (Throwable e) { // whoever waits for the stage is told
                own.completeExceptionally(e);
            }
        });
        return own;
    }

    /** A change of a cache for a call with certain parameters. */
    interface Change {
        void make(InvocationContext invocation, @Nullable Object[] parameters);
    }
}
