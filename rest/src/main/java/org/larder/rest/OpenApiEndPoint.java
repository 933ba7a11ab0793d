package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Shows the description of the end points. */
final class OpenApiEndPoint extends EndPoint {

    OpenApiEndPoint(CacheControl control) {
        super(control, Method.GET);
    }

    @Override
    Object body(Call call, Caller caller, InputStream body) {
        try (InputStream document = requireNonNull(getClass().getResourceAsStream("openapi.json"))) {
            return JsonBody.parse(call, document); // as an object, or JSON-B would make it a string
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
