package org.larder.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object in the body of a request, but never more than so many bytes. */
final class JsonBody {

    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE;
    private static final int BUFFER_BYTES = 8 * 1024;

    private JsonBody() {}

    /**
     * Reads an object, which may be changed.
     *
     * @throws Refusal if there is something else, or too much
     */
    static Map<String, @Nullable Object> read(HttpHeaders headers, InputStream body, int maxBytes, Json json) {
        // Which also keeps forms of other sites out, which cannot send this type unasked.
        MediaType type = headers.getMediaType();
        if (type == null || !type.isCompatible(JSON) || type.isWildcardSubtype()) {
            throw Refusal.of(415, "The body must be application/json.");
        }
        byte[] bytes = bytes(headers, body, maxBytes);
        try {
            return json.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IOException e) {
            throw Refusal.of(400, "The body is not an object in JSON."); // what went wrong would show what was sent
        }
    }

    private static byte[] bytes(HttpHeaders headers, InputStream body, int maxBytes) {
        if (isMoreAnnounced(headers, maxBytes)) {
            throw tooLarge(maxBytes);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            // Never asks for nothing, which some servers wait to have.
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                if (read > maxBytes - bytes.size()) {
                    throw tooLarge(maxBytes);
                }
                bytes.write(buffer, 0, read);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw Refusal.of(400, "The body broke off."); // the client went, or was too slow for the server
        }
    }

    private static boolean isMoreAnnounced(HttpHeaders headers, int maxBytes) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        try {
            return length != null && Long.parseLong(length) > maxBytes;
        } catch (NumberFormatException e) {
            return true; // no number that fits is too much, and nothing else gets here
        }
    }

    private static Refusal tooLarge(int maxBytes) {
        return Refusal.of(413, "The body is larger than %d bytes.".formatted(maxBytes));
    }
}
