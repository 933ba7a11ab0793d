package org.larder.rest;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object in the body of a request, read by the container's provider of JSON, but never more than so many bytes. */
final class JsonBody {

    private static final GenericType<Map<String, Object>> OBJECT = new GenericType<>() {};
    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE;
    private static final Annotation[] NONE = {};

    private JsonBody() {}

    /**
     * Reads an object.
     *
     * @throws Refusal if there is something else, or too much
     */
    static Map<String, @Nullable Object> read(Call call, InputStream body, int maxBytes) {
        // Which also keeps forms of other sites out, which cannot send this type unasked.
        MediaType type = call.headers.getMediaType();
        if (type == null || !type.isCompatible(JSON) || type.isWildcardSubtype()) {
            throw Refusal.of(415, "The body must be application/json.");
        }
        byte[] bytes = bytes(call, body, maxBytes);
        @SuppressWarnings("unchecked") // a class has no type arguments
        Class<Map<String, Object>> raw = (Class<Map<String, Object>>) OBJECT.getRawType();
        MessageBodyReader<Map<String, Object>> reader =
                call.providers.getMessageBodyReader(raw, OBJECT.getType(), NONE, JSON);
        if (reader == null) {
            throw new IllegalStateException(
                    "nothing here reads JSON into maps; add a provider for it to the application, such as that of JSON-B or Jackson");
        }
        try {
            Map<String, Object> object = reader.readFrom(
                    raw,
                    OBJECT.getType(),
                    NONE,
                    JSON,
                    call.headers.getRequestHeaders(),
                    new ByteArrayInputStream(bytes));
            if (object != null) {
                return new LinkedHashMap<>(object);
            }
        } catch (IOException | RuntimeException e) {
            throw malformed(); // what went wrong would show what was sent
        }
        throw malformed();
    }

    private static Refusal malformed() {
        return Refusal.of(400, "The body is not an object in JSON.");
    }

    private static byte[] bytes(Call call, InputStream body, int maxBytes) {
        boolean announced = call.headers.getLength() > maxBytes;
        try {
            byte[] bytes = announced ? null : body.readNBytes(maxBytes + 1);
            if (bytes == null || bytes.length > maxBytes) {
                throw Refusal.of(413, "The body is larger than %d bytes.".formatted(maxBytes));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the body of a request broke off", e);
        }
    }
}
