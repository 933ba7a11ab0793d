package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
    private final Consumer<InvocationContext> change;

    /**
     * Prepares the calls of a method.
     *
     * @param isAfter whether the cache is changed after the call
     * @param exceptions those that do not prevent it
     * @param change changes the cache for a call
     */
    ChangeCall(MethodSite site, boolean isAfter, ExceptionRule exceptions, Consumer<InvocationContext> change) {
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
        if (!isAfter) {
            change.accept(invocation);
            return invocation.proceed();
        }
        Object result;
        try {
            result = invocation.proceed();
        } catch (Throwable e) { // goes on to the caller, whatever it is
            changeAfter(e, invocation);
            throw e;
        }
        if (isStaged && result instanceof CompletionStage<?> stage) {
            return later(stage, invocation);
        }
        change.accept(invocation);
        return result;
    }

    private void changeAfter(Throwable failure, InvocationContext invocation) {
        if (exceptions.covers(Failures.causeOf(failure))) {
            try {
                change.accept(invocation);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** A stage that ends when the cache is changed. */
    private CompletionStage<Object> later(CompletionStage<?> stage, InvocationContext invocation) {
        CompletableFuture<Object> own = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
            try {
                if (failure == null) {
                    change.accept(invocation);
                    own.complete(result);
                } else {
                    changeAfter(failure, invocation);
                    own.completeExceptionally(failure);
                }
            } catch (Throwable e) { // whoever waits for the stage is told
                own.completeExceptionally(e);
            }
        });
        return own;
    }
}
