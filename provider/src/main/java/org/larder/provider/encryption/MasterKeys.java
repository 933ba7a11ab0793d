package org.larder.provider.encryption;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.larder.codec.KeySource;

/**
 * The keys that a source gave for one cache: the current one, and those that may still be read. Immutable until they are
 * wiped, thread-safe.
 */
public final class MasterKeys implements Closeable {

    private final List<MasterKey> keys;

    private MasterKeys(List<MasterKey> keys) {
        this.keys = keys;
    }

    /**
     * Takes the keys of a source, and wipes what it handed out.
     *
     * @throws IllegalStateException if it gives no key or one of a wrong length; says what is needed
     * @throws RuntimeException what the source throws
     */
    public static MasterKeys of(KeySource source) {
        List<byte[]> given = source.keys();
        if (given == null || given.isEmpty()) {
            throw new IllegalStateException(
                    "the source of keys gave %s; it must give the current key and then those that may still be read"
                            .formatted(given == null ? "null" : "no key"));
        }
        List<MasterKey> keys = new ArrayList<>();
        try {
            for (byte[] key : given) {
                if (key == null || key.length != KeySource.KEY_BYTES) {
                    throw new IllegalStateException("key %d of the source of keys %s; a key has %d bytes"
                            .formatted(
                                    keys.size() + 1,
                                    key == null ? "is null" : "has %d bytes".formatted(key.length),
                                    KeySource.KEY_BYTES));
                }
                keys.add(new MasterKey(key));
            }
        } finally {
            given.forEach(MasterKeys::wipe);
        }
        return new MasterKeys(List.copyOf(keys));
    }

    private static void wipe(byte @Nullable [] key) {
        if (key != null) {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The key for what is written from now on. */
    MasterKey current() {
        return keys.get(0);
    }

    /** The key of an id, or null if it was not given. */
    @Nullable
    MasterKey find(int id) {
        return keys.stream().filter(key -> key.id() == id).findFirst().orElse(null);
    }

    /** Fills the keys with zeros. Entries of openers that are not known yet cannot be opened from then on. */
    @Override
    public void close() {
        keys.forEach(MasterKey::wipe);
    }

    /** Their ids. */
    @Override
    public String toString() {
        return keys.stream().map(MasterKey::toString).collect(Collectors.joining(", "));
    }
}
