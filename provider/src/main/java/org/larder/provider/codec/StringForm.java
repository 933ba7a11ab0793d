package org.larder.provider.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The byte form of strings: one form byte, then the characters up to the payload's end; one byte per character if all
 * are Latin-1, else two, little-endian.
 *
 * <p>These are the two forms that the JVM keeps strings in, which makes decoding a Latin-1 string a bare copy, where
 * UTF-8 has to look at each byte; and unlike UTF-8 they keep lone surrogates apart. A string has one form only: the
 * wide one is used when, and only when, the narrow one does not do. Decoding a wide string goes through a temporary
 * array of characters, because the JDK's decoders replace lone surrogates.
 */
final class StringForm {

    /**
     * Up to this length strings are copied character by character, which leaves no garbage and takes 15 to 45 ns. Longer
     * ones are copied and compared in bulk, which leaves one string behind but takes a tenth of the time at 2 KB.
     */
    private static final int SHORT_CHARACTERS = 64;

    private static final byte LATIN_1 = 1;
    private static final byte UTF_16 = 2;
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

    private StringForm() {}

    /** Appends a string. Nothing may be appended after it, for it has no length. */
    static void write(String value, Payload out) {
        int length = value.length();
        out.ensure(Math.addExact(1, length));
        byte[] array = out.array();
        int at = out.end();
        array[at] = LATIN_1;
        boolean narrow = length <= SHORT_CHARACTERS
                ? copyShort(value, length, array, at + 1)
                : copyLong(value, length, array, at + 1);
        if (narrow) {
            out.advanceEnd(1 + length);
        } else {
            writeWide(value, out);
        }
    }

    /** Copies the low bytes of characters without garbage; returns false if that loses something. */
    private static boolean copyShort(String value, int length, byte[] array, int at) {
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > 0xFF) {
                return false;
            }
            array[at + i] = (byte) c;
        }
        return true;
    }

    /** Copies the low bytes of characters in bulk; returns false if that loses something. */
    @SuppressWarnings("deprecation") // the only bulk copy into a given array; that it drops high bytes is checked
    private static boolean copyLong(String value, int length, byte[] array, int at) {
        value.getBytes(0, length, array, at);
        return new String(array, at, length, StandardCharsets.ISO_8859_1).equals(value);
    }

    private static void writeWide(String value, Payload out) {
        int length = value.length();
        int byteCount = Math.addExact(1, Math.multiplyExact(Character.BYTES, length));
        out.ensure(byteCount);
        byte[] array = out.array();
        int at = out.end();
        array[at++] = UTF_16;
        for (int i = 0; i < length; i++) {
            CHAR.set(array, at + i * Character.BYTES, value.charAt(i));
        }
        out.advanceEnd(byteCount);
    }

    /** Appends a string behind its length in bytes. */
    static void writeSized(String value, Payload out) {
        writeSized(value, out, 0);
    }

    /** Appends a string behind its length in bytes, to which a number is added. */
    static void writeSized(String value, Payload out, int added) {
        int at = out.leaveLength();
        write(value, out);
        out.fillInLength(at, added);
    }

    /** Reads what {@link #writeSized} wrote. */
    static String readSized(Payload in) {
        int whole = in.narrow(in.readCount());
        String value = read(in);
        in.widen(whole);
        return value;
    }

    /** Reads the string that ends where the payload ends. */
    static String read(Payload in) {
        byte form = in.readByte();
        int byteCount = in.remaining();
        int from = in.advance(byteCount);
        if (form == LATIN_1) {
            return new String(in.array(), from, byteCount, StandardCharsets.ISO_8859_1);
        }
        if (form != UTF_16 || byteCount % Character.BYTES != 0) {
            throw new IllegalStateException("no string has the form " + form + " with " + byteCount + " bytes");
        }
        char[] characters = new char[byteCount / Character.BYTES];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) CHAR.get(in.array(), from + i * Character.BYTES);
        }
        return new String(characters);
    }
}
