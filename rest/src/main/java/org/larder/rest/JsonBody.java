package org.larder.rest;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object in the body of a request, read by the container's provider of JSON, but never more than so many bytes. */
final class JsonBody {

    private static final GenericType<Map<String, Object>> OBJECT = new GenericType<>() {};

    @SuppressWarnings("unchecked") // a class has no type arguments
    private static final Class<Map<String, Object>> OBJECT_CLASS = (Class<Map<String, Object>>) OBJECT.getRawType();

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
        MessageBodyReader<Map<String, Object>> reader = reader(call);
        try {
            Map<String, Object> object = parse(reader, call, new ByteArrayInputStream(bytes));
            if (object != null) {
                return new LinkedHashMap<>(object);
            }
        } catch (IOException | RuntimeException e) {
            throw malformed(); // what went wrong would show what was sent
        }
        throw malformed();
    }

    /** What the container's provider makes of an object of our own. */
    static Map<String, Object> parse(Call call, InputStream json) throws IOException {
        return parse(reader(call), call, json);
    }

    private static Map<String, Object> parse(MessageBodyReader<Map<String, Object>> reader, Call call, InputStream json)
            throws IOException {
        return reader.readFrom(OBJECT_CLASS, OBJECT.getType(), NONE, JSON, call.headers.getRequestHeaders(), json);
    }

    private static MessageBodyReader<Map<String, Object>> reader(Call call) {
        MessageBodyReader<Map<String, Object>> reader =
                call.providers.getMessageBodyReader(OBJECT_CLASS, OBJECT.getType(), NONE, JSON);
        if (reader == null) {
            throw new IllegalStateException(
                    "nothing here reads JSON into maps; add a provider for it to the application, such as that of JSON-B or Jackson");
        }
        return reader;
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
            throw Refusal.of(400, "The body broke off."); // the client went, or was too slow for the server
        }
    }
}
