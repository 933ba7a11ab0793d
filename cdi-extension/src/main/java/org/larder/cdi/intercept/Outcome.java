package org.larder.cdi.intercept;

import org.jspecify.annotations.Nullable;

/**
 * What came of the call of a method that those share who asked for the same.
 *
 * @param caller who called it
 * @param result what it returned, or the value of the stage that it returned
 * @param failure what it threw, or the failure of that stage; null for none
 * @param isOfOneThread whether the failure is the trouble of the thread that called the method, and no answer for others
 */
record Outcome(
        Object caller, @Nullable Object result, @Nullable Throwable failure, boolean isOfOneThread) {

    static Outcome of(Object caller, @Nullable Object result) {
        return new Outcome(caller, result, null, false);
    }

    static Outcome failed(Object caller, Throwable failure, boolean isOfOneThread) {
        return new Outcome(caller, null, failure, isOfOneThread);
    }
}
