package org.larder.cdi.intercept;

import java.util.function.Consumer;

/**
 * How a result gets into its cache.
 *
 * @param put puts it
 * @param rivalled does what is to be done in place of that where nobody knows whether another call has a newer one
 * @param amending makes good a change of the entry that could not wait until the result was put
 */
record Keeping(Runnable put, Runnable rivalled, Consumer<Runnable> amending) {

    /** A result that makes room for any other. */
    static Keeping of(Runnable put, Consumer<Runnable> amending) {
        return new Keeping(put, () -> {}, amending);
    }
}
