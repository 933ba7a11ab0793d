package org.larder.provider.codec;

import org.jspecify.annotations.Nullable;

/** Thrown within a record that cannot be encoded or decoded; its message is a reason as {@link Place} takes it. */
final class FormException extends RuntimeException {
    /** Why a value cannot be encoded whose bytes would not fit into an array. */
    static final String TOO_LARGE = "it takes more than 2 GiB; store a smaller value";

    private static final long serialVersionUID = 1L;

    private final boolean located;

    FormException(String reason, @Nullable Throwable cause) {
        this(reason, cause, false);
    }

    private FormException(String reason, @Nullable Throwable cause, boolean located) {
        super(reason, cause);
        this.located = located;
    }

    /** This failure, or another's, as that of a component. The innermost component is the one named. */
    static FormException at(Class<?> recordType, String component, RuntimeException failure) {
        return at("component '" + component + "' of record " + recordType.getName(), failure);
    }

    /** This failure, or another's, as that of a parameter of a method; the first is number 1. */
    static FormException atParameter(int number, RuntimeException failure) {
        return at("parameter " + number, failure);
    }

    private static FormException at(String place, RuntimeException failure) {
        if (failure instanceof FormException form && form.located) {
            return form;
        }
        boolean wrapping = failure instanceof FormException || failure.getCause() != null;
        Throwable cause = wrapping ? failure.getCause() : failure;
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return new FormException(place + ": " + reason, cause, true);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
