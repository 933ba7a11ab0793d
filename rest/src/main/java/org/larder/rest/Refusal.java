package org.larder.rest;

import java.io.Serial;
import java.util.List;
import java.util.Map;

/**
 * A request that is not done, and what its client is told. Of the request that holds no more than the name of a parameter, and
 * what the application says of it.
 */
final class Refusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String DETAIL = "detail";

    private final int status;
    private final transient Map<String, ?> body;
    private final transient Map<String, String> headers;

    private Refusal(int status, Map<String, ?> body, Map<String, String> headers) {
        super(body.toString(), null, false, false); // part of the way things go, as expected as an answer
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    static Refusal of(int status, String detail) {
        return new Refusal(status, Map.of(DETAIL, detail), Map.of());
    }

    /** One that tells which part of the request is wrong. */
    static Refusal badField(String field, String reason) {
        return new Refusal(400, Map.of(field, List.of(reason)), Map.of());
    }

    static Refusal later(int status, String detail, long retryAfterSeconds) {
        return new Refusal(status, Map.of(DETAIL, detail), Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }

    static Refusal unauthorized(String detail, String challenge) {
        return new Refusal(401, Map.of(DETAIL, detail), Map.of("WWW-Authenticate", challenge));
    }

    int status() {
        return status;
    }

    Map<String, ?> body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
