package org.larder.differential;

import org.jspecify.annotations.Nullable;

/** An exception as far as both sides must agree on it: its type and that of its cause. */
record Failure(String type, @Nullable String cause) {

    static Failure of(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return new Failure(
                thrown.getClass().getSimpleName(),
                cause == null ? null : cause.getClass().getSimpleName());
    }

    static Failure of(Class<?> type, @Nullable String cause) {
        return new Failure(type.getSimpleName(), cause);
    }

    boolean is(Class<?> aType) {
        return type.equals(aType.getSimpleName());
    }

    @Override
    public String toString() {
        return cause == null ? type : type + " by " + cause;
    }
}
