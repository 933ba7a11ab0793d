package org.larder.provider.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** File names for names of any characters: different names have different file names, and none leads anywhere else. */
public final class SafeName {

    /** File systems take 255 bytes; the rest is for suffixes. */
    private static final int MAX_LENGTH = 120;

    private SafeName() {}

    /**
     * The file name for a name. Lower-case letters, digits, {@code -} and {@code _} stand for themselves, as does a dot
     * inside; any other byte of its UTF-8 form is written as {@code %} and two digits. A long name is cut, and a hash of
     * the whole follows after {@code ~}.
     */
    public static String of(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte each : bytes(name)) {
            boolean isPlain = (each >= 'a' && each <= 'z')
                    || (each >= '0' && each <= '9')
                    || each == '-'
                    || each == '_'
                    || (each == '.' && safe.length() > 0);
            if (isPlain) {
                safe.append((char) each);
            } else {
                safe.append('%').append(HexFormat.of().toHexDigits(each));
            }
        }
        if (safe.isEmpty()) {
            return "%";
        }
        return safe.length() <= MAX_LENGTH ? safe.toString() : safe.substring(0, MAX_LENGTH) + '~' + hash(name);
    }

    /** UTF-8, where it reaches; a half of a surrogate pair alone has the three bytes that it would have there. */
    private static byte[] bytes(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        name.codePoints().forEach(each -> {
            if (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE) {
                bytes.write(0xE0 | (each >> 12));
                bytes.write(0x80 | ((each >> 6) & 0x3F));
                bytes.write(0x80 | (each & 0x3F));
            } else {
                bytes.writeBytes(Character.toString(each).getBytes(UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(name));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }
}
