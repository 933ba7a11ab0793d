package org.larder.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Keys as text: Base64 or hexadecimal. Works on arrays, because a string cannot be erased. */
final class KeyText {

    /** How to get it right, for messages. */
    static final String ADVICE =
            "a key is 32 random bytes, in Base64 (44 characters) or hexadecimal (64 digits), as 'openssl rand -base64 32' prints it";

    private KeyText() {}

    /** Keys in lines, of which some may be empty or begin with {@code #}. */
    static List<byte[]> lines(byte[] text, String where) {
        return parse(text, (byte) '\n', where, "line");
    }

    /** Keys with commas between them. */
    static List<byte[]> list(byte[] text, String where) {
        return parse(text, (byte) ',', where, "part");
    }

    private static List<byte[]> parse(byte[] text, byte separator, String where, String partName) {
        List<byte[]> keys = new ArrayList<>();
        int number = 0;
        for (int from = 0; from <= text.length; number++) {
            int to = from;
            while (to < text.length && text[to] != separator) {
                to++;
            }
            byte[] part = stripped(text, from, to);
            try {
                if (part.length > 0 && part[0] != '#') {
                    keys.add(key(part, "%s, %s %d".formatted(where, partName, number + 1)));
                }
            } finally {
                Arrays.fill(part, (byte) 0);
            }
            from = to + 1;
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("%s has no key; %s".formatted(where, ADVICE));
        }
        return keys;
    }

    private static byte[] stripped(byte[] text, int from, int to) {
        int first = from;
        int end = to;
        while (first < end && isBlank(text[first])) {
            first++;
        }
        while (first < end && isBlank(text[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(text, first, end);
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }

    private static byte[] key(byte[] part, String where) {
        byte[] key = part.length == 2 * KeySource.KEY_BYTES ? fromHex(part, where) : fromBase64(part, where);
        if (key.length != KeySource.KEY_BYTES) {
            Arrays.fill(key, (byte) 0);
            throw new IllegalStateException("%s: there are %d characters, which stand for %d bytes; %s"
                    .formatted(where, part.length, key.length, ADVICE));
        }
        return key;
    }

    private static byte[] fromBase64(byte[] part, String where) {
        try {
            return Base64.getDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw neither(part, where); // without the cause: its message may quote what it met
        }
    }

    private static byte[] fromHex(byte[] part, String where) {
        byte[] key = new byte[part.length / 2];
        for (int i = 0; i < part.length; i++) {
            int digit = Character.digit(part[i], 16);
            if (digit < 0) {
                Arrays.fill(key, (byte) 0);
                throw neither(part, where);
            }
            key[i / 2] = (byte) (key[i / 2] << 4 | digit);
        }
        return key;
    }

    private static IllegalStateException neither(byte[] part, String where) {
        return new IllegalStateException("%s: there are %d characters, which are neither Base64 nor hexadecimal; %s"
                .formatted(where, part.length, ADVICE));
    }
}
