package org.larder.provider.chronicle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.store.Condition;

/**
 * Keys and values of a store to bytes and back. What comes from a file and cannot be decoded is counted and passed
 * over. Only for use where no lock of the map is held. Thread-safe.
 */
final class EntryCodec<K, V> {

    private static final int INITIAL_BYTES = 256;

    private final PayloadCodec<K> keyCodec;
    private final PayloadCodec<V> valueCodec;
    private final @Nullable Damage damage;

    /**
     * Creates a way from entries to bytes and back.
     *
     * @param damage where entries are in a file, and may be older than their classes; null elsewhere
     */
    EntryCodec(PayloadCodec<K> keyCodec, PayloadCodec<V> valueCodec, @Nullable Damage damage) {
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.damage = damage;
    }

    /** The bytes of a key if code of the user makes them, which may use this very cache; null otherwise. */
    @Nullable
    Payload keyApart(K key) {
        return keyCodec.encodingRunsUserCode(key) ? encode(keyCodec, key, new Payload(INITIAL_BYTES)) : null;
    }

    /** The bytes of a value if code of the user makes them, which may use this very cache; null otherwise. */
    @Nullable
    Payload valueApart(V value) {
        return valueCodec.encodingRunsUserCode(value) ? encodeValue(value) : null;
    }

    /** The bytes of a value. */
    Payload encodeValue(V value) {
        return encodeValue(value, new Payload(INITIAL_BYTES));
    }

    /** The bytes of a value, written to a buffer, which is returned. */
    Payload encodeValue(V value, Payload into) {
        return encode(valueCodec, value, into);
    }

    private static <T> Payload encode(PayloadCodec<T> codec, T value, Payload into) {
        codec.encode(value, into);
        return into;
    }

    /** The bytes that a condition asks for; null if it is none of these. */
    @Nullable
    Payload expected(Condition<V> condition) {
        return condition instanceof Condition.PayloadIs<V> is ? encodeValue(is.value()) : null;
    }

    /** Whether two values are the same bytes. */
    boolean sameBytes(V one, V other) {
        Payload bytes = encodeValue(one);
        Payload others = encodeValue(other);
        return Arrays.equals(bytes.array(), 0, bytes.end(), others.array(), 0, others.end());
    }

    /** Whether equality of values is that of their bytes. */
    boolean bytesDecideEquality() {
        return valueCodec.bytesDecideEquality();
    }

    /**
     * The same key as an object of its own.
     *
     * @throws RuntimeException if it cannot be turned into bytes and back
     */
    K copyOf(K key) {
        return keyCodec.decode(encode(keyCodec, key, new Payload(INITIAL_BYTES)));
    }

    /** The key of some bytes; null if it is to be passed over. */
    @Nullable
    K decodeKey(Payload key) {
        try {
            return keyCodec.decode(key);
        } catch (RuntimeException e) {
            passOver(e);
            return null;
        }
    }

    /** The value of a payload, which may lie in a buffer of the thread; null if it is to be passed over. */
    @Nullable
    V decodeValue(Payload payload) {
        try {
            return valueCodec.decode(
                    valueCodec.decodingRunsUserCode(payload)
                            ? Payload.of(payload.readBytes(payload.remaining()))
                            : payload);
        } catch (RuntimeException e) {
            passOver(e);
            return null;
        }
    }

    private void passOver(RuntimeException e) {
        if (damage == null) {
            throw e;
        }
        damage.undecodable(e);
    }
}
