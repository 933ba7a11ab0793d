package org.larder.rest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A hash of values as JSON has them, so that different values have different ones. The order of the members of an object
 * does not count.
 */
final class Fingerprint {

    private static final int SHOWN_BYTES = 16;

    private final MessageDigest digest = sha256();

    private Fingerprint() {}

    /** The fingerprint of several values, in hexadecimal digits. */
    static String of(@Nullable Object... values) {
        Fingerprint fingerprint = new Fingerprint();
        for (Object value : values) {
            fingerprint.add(value);
        }
        return HexFormat.of().formatHex(fingerprint.digest.digest(), 0, SHOWN_BYTES);
    }

    private void add(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            begin('{', members.size());
            Map<String, Object> sorted = new TreeMap<>();
            members.forEach((name, member) -> sorted.put(String.valueOf(name), member));
            sorted.forEach((name, member) -> {
                add(name);
                add(member);
            });
        } else if (value instanceof List<?> elements) {
            begin('[', elements.size());
            elements.forEach(this::add);
        } else if (value == null) {
            begin('0', 0);
        } else {
            String text = value.toString();
            begin(value instanceof String ? '"' : value instanceof Boolean ? '?' : '1', text.length());
            // By the chars, because half a surrogate pair has no bytes of its own in any charset.
            ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
            bytes.asCharBuffer().put(text);
            digest.update(bytes);
        }
    }

    private void begin(char kind, int length) {
        digest.update(ByteBuffer.allocate(1 + Integer.BYTES)
                .put((byte) kind)
                .putInt(length)
                .flip());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
        }
    }
}
