package org.larder.policies;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Values to bytes and back: a byte that tells the form, and the value in it. What a filter would refuse when it is read is
 * refused when it is written.
 *
 * @param maxBytes the most bytes of a value, without the byte before it
 * @param filter what may be deserialized
 * @param classLoader finds the classes of what is deserialized
 */
record StoredValues(int maxBytes, ObjectInputFilter filter, ClassLoader classLoader) {

    /** The sentence of the documented fault. */
    static final String SERIALIZABLE_ONLY = "Only serializable entries are cached.";

    /** What may be deserialized unless somebody says otherwise: values that consist of the JDK's own. */
    static final ObjectInputFilter DEFAULT_FILTER = ObjectInputFilter.Config.createFilter(
            "maxdepth=100;maxarray=262144;java.lang.*;java.util.*;java.util.concurrent.*;java.util.concurrent.atomic.*;"
                    + "java.time.**;java.math.*;!*");

    private static final byte STRING = 1;
    private static final byte BYTES = 2;
    private static final byte SERIALIZED = 3;

    /**
     * A value as bytes.
     *
     * @return null if it is too large
     * @throws java.io.InvalidClassException if the filter refuses it
     * @throws IOException if it cannot be serialized, or not be read again
     */
    byte @Nullable [] encoded(Object value) throws IOException, ClassNotFoundException {
        if (value instanceof byte[] bytes) {
            return bytes.length > maxBytes ? null : tagged(BYTES, ByteBuffer.wrap(bytes));
        }
        if (value instanceof String text) {
            try {
                ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
                return bytes.remaining() > maxBytes ? null : tagged(STRING, bytes);
            } catch (CharacterCodingException loneSurrogate) {
                // UTF-8 has no form for it; serialization has.
                return serialized(text);
            }
        }
        if (!(value instanceof Serializable)) {
            throw new NotSerializableException(value.getClass().getName());
        }
        return serialized(value);
    }

    private static byte[] tagged(byte form, ByteBuffer bytes) {
        return ByteBuffer.allocate(1 + bytes.remaining()).put(form).put(bytes).array();
    }

    private byte @Nullable [] serialized(Object value) throws IOException, ClassNotFoundException {
        Bounded bytes = new Bounded(1 + maxBytes);
        bytes.write(SERIALIZED);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (StackOverflowError e) {
            throw tooDeep(e); // it is about this value, and leaves nothing behind
        }
        if (bytes.overflown) {
            return null;
        }
        byte[] stored = bytes.buffer.toByteArray();
        decoded(stored);
        return stored;
    }

    /**
     * A value from bytes.
     *
     * @throws IOException if the bytes are none of ours, or if the filter refuses the value
     */
    Object decoded(byte[] stored) throws IOException, ClassNotFoundException {
        byte form = stored.length == 0 ? 0 : stored[0];
        InputStream bytes = new ByteArrayInputStream(stored, Math.min(1, stored.length), stored.length);
        return switch (form) {
            case STRING -> new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            case BYTES -> bytes.readAllBytes();
            case SERIALIZED -> deserialized(bytes);
            default -> throw new InvalidObjectException("the value begins with %d; no policy wrote it".formatted(form));
        };
    }

    private Object deserialized(InputStream bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new Filtered(bytes)) {
            return in.readObject();
        } catch (StackOverflowError e) {
            throw tooDeep(e);
        }
    }

    private static IOException tooDeep(StackOverflowError e) {
        return new IOException("the value is nested deeper than the stack of the thread", e);
    }

    /** Reads what the filter admits, of classes that the class loader finds. */
    private final class Filtered extends ObjectInputStream {

        Filtered(InputStream bytes) throws IOException {
            super(bytes);
            setObjectInputFilter(filter);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, classLoader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // which knows the names of primitive types
            }
        }
    }

    /** Keeps a number of bytes, and of more only that there were more. */
    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private final int maxBytes;
        private boolean overflown;

        Bounded(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            overflown |= length > maxBytes - buffer.size();
            if (!overflown) {
                buffer.write(bytes, offset, length);
            }
        }
    }
}
