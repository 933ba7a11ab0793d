package org.larder.rest;

import java.io.Serial;

/** A parameter of a refresh that is missing or of no use. */
final class InvalidParameterException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String reason;

    /**
     * Creates an exception.
     *
     * @param parameter the name of the parameter
     * @param reason a sentence for the client
     */
    InvalidParameterException(String parameter, String reason) {
        super("parameter '%s': %s".formatted(parameter, reason));
        this.parameter = parameter;
        this.reason = reason;
    }

    String parameter() {
        return parameter;
    }

    String reason() {
        return reason;
    }
}
