package org.larder.provider.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization of one key such that equal keys give equal bytes. Used once.
 *
 * <p>A plain stream writes an object that it has met before as a reference, so a key that holds one string twice and a
 * key that holds two equal strings differ. Here parts that are the same in content are made the same object before they
 * are written. Simple parts are told apart by {@code equals}, all others by their own serialized bytes, for which each
 * is serialized alone first; the work grows with the size times the depth of the key, which is small for keys.
 */
final class KeySerializer {

    /** How many parts may be serialized alone, which bounds the time that an odd key can take. */
    static final int MAX_PARTS = 100_000;

    /** How deep parts may be nested. */
    static final int MAX_NESTING = 200;

    private static final Set<Class<?>> SIMPLE = Set.of(
            String.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            Character.class,
            Boolean.class,
            Double.class,
            Float.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class);

    private final Map<Object, Object> simpleParts = new HashMap<>();
    private final Map<ByteBuffer, Object> partsByBytes = new HashMap<>();
    private final IdentityHashMap<Object, Object> representatives = new IdentityHashMap<>();
    private int partCount;
    private int nesting;

    /** Returns the bytes of a key. */
    byte[] serialize(Object key) throws IOException {
        KeyParts.requireStable(key);
        return serializeAlone(key);
    }

    private byte[] serializeAlone(Object part) throws IOException {
        if (++partCount > MAX_PARTS || ++nesting > MAX_NESTING) {
            throw new KeyRefusedException("it has more than " + MAX_PARTS + " parts or nests them deeper than "
                    + MAX_NESTING + "; give the cache a codec with " + Role.KEY.codecSetting());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        KeyStream stream = new KeyStream(bytes);
        try (stream) {
            stream.writeObject(part);
        }
        nesting--;
        byte[] alone = bytes.toByteArray();
        KeyParts.requireStable(stream.root == null ? part : stream.root, alone);
        return alone;
    }

    /** Returns the object to write for a part: the first one met that is the same in content. */
    private Object representativeOf(Object part) throws IOException {
        if (SIMPLE.contains(part.getClass())) {
            return simpleParts.computeIfAbsent(part, KeySerializer::withStreamsIdentity);
        }
        Object known = representatives.get(part);
        if (known != null) {
            return known;
        }
        // Until it is known a part stands for itself, so that a key which leads back to itself comes to an end.
        representatives.put(part, part);
        Object first = partsByBytes.putIfAbsent(ByteBuffer.wrap(serializeAlone(part)), part);
        if (first == null) {
            return part;
        }
        representatives.put(part, first);
        return first;
    }

    /**
     * Returns the interned string for one that looks like the name of a field's type: the stream writes such names itself,
     * interned, and refers to them.
     */
    private static Object withStreamsIdentity(Object part) {
        if (!(part instanceof String text)) {
            return part;
        }
        boolean typeName = text.startsWith("[") || (text.startsWith("L") && text.endsWith(";"));
        return typeName ? text.intern() : text;
    }

    /** The stream of the key or of one part. */
    private final class KeyStream extends ObjectOutputStream {

        private @Nullable Object root;

        KeyStream(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object part) throws IOException {
            if (part instanceof Enum) {
                return part;
            }
            KeyParts.requireStable(part);
            if (root == null) {
                root = part;
                representatives.putIfAbsent(part, part);
                return part;
            }
            return representativeOf(part);
        }
    }
}
