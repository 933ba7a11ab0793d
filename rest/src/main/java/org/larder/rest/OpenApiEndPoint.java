package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Shows the description of the end points. */
final class OpenApiEndPoint extends SubEndPoint {

    private static final String DOCUMENT = document();

    OpenApiEndPoint(CacheControl control) {
        super(control, Method.GET, OpenApiEndPoint::answer);
    }

    private static Document answer(CacheControl control, Call call, Caller caller, InputStream body) {
        return control.documentOf(DOCUMENT);
    }

    private static String document() {
        try (InputStream document = requireNonNull(OpenApiEndPoint.class.getResourceAsStream("openapi.json"))) {
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
