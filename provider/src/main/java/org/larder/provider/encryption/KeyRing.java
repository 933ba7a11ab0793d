package org.larder.provider.encryption;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;

/**
 * What, beside the master keys, the entries of a cache are encrypted with: the key that keys are hashed by, encrypted
 * itself, and the openers. There is nothing secret in it. Immutable.
 */
final class KeyRing {

    /** Openers that are remembered. What older ones sealed, and nobody wrote since, cannot be opened any more. */
    static final int MAX_OPENERS = 1 << 16;

    static final int HASH_KEY_BYTES = 32;

    private static final byte[] MAGIC = {'L', 'R', 'D', 'R', 'K', 'E', 'Y', 'S'};
    private static final int FORMAT = 1;
    private static final int WRAPPED_BYTES = Aes.NONCE_BYTES + HASH_KEY_BYTES + Aes.TAG_BYTES;
    private static final int IDENTITY_BYTES = MAGIC.length + 2 * Integer.BYTES + Opener.SALT_BYTES;

    /** Magic, format, id of the wrapping master key, salt, wrapped hash key, check sum. */
    static final int HEAD_BYTES = IDENTITY_BYTES + WRAPPED_BYTES + Integer.BYTES;

    /** All that stands before the wrapped key, authenticated with it. */
    private final byte[] identity;

    private final int wrappedBy;
    private final byte[] wrapped;
    private final NavigableMap<Integer, Opener> openers;

    private KeyRing(byte[] identity, int wrappedBy, byte[] wrapped, NavigableMap<Integer, Opener> openers) {
        this.identity = identity;
        this.wrappedBy = wrappedBy;
        this.wrapped = wrapped;
        this.openers = openers;
    }

    /** A ring with a new key to hash keys by, and no opener. */
    static KeyRing create(MasterKey masterKey, SecureRandom random) {
        byte[] hashKey = new byte[HASH_KEY_BYTES];
        random.nextBytes(hashKey);
        return wrap(hashKey, masterKey, random, new TreeMap<>());
    }

    /** Wraps, and wipes, a hash key: with a key of its own, so that the nonce need not be new. */
    private static KeyRing wrap(
            byte[] hashKey, MasterKey masterKey, SecureRandom random, NavigableMap<Integer, Opener> openers) {
        byte[] salt = new byte[Opener.SALT_BYTES];
        random.nextBytes(salt);
        Payload identity = new Payload(IDENTITY_BYTES);
        identity.writeBytes(MAGIC, 0, MAGIC.length);
        identity.writeInt(FORMAT);
        identity.writeInt(masterKey.id());
        identity.writeBytes(salt, 0, salt.length);
        Payload wrapped = new Payload(WRAPPED_BYTES);
        wrapped.writeBytes(new byte[Aes.NONCE_BYTES], 0, Aes.NONCE_BYTES);
        new Aes().seal(wrappingKey(masterKey, salt), identity, Payload.of(hashKey), wrapped);
        Arrays.fill(hashKey, (byte) 0);
        return new KeyRing(identity.array(), masterKey.id(), wrapped.array(), openers);
    }

    private static SecretKey wrappingKey(MasterKey masterKey, byte[] salt) {
        return Aes.key(masterKey.derive(salt, "larder hash key", Aes.KEY_BYTES));
    }

    /**
     * The key that keys are hashed by.
     *
     * @throws IllegalStateException if the master key that wrapped it is not among those given, or is another with the
     *     same id; says which are needed and which were given
     */
    byte[] hashKey(MasterKeys masterKeys) {
        MasterKey masterKey = masterKeys.find(wrappedBy);
        Payload hashKey = new Payload(HASH_KEY_BYTES);
        byte[] salt = Arrays.copyOfRange(identity, IDENTITY_BYTES - Opener.SALT_BYTES, IDENTITY_BYTES);
        if (masterKey == null
                || !new Aes().open(wrappingKey(masterKey, salt), Payload.of(identity), Payload.of(wrapped), hashKey)) {
            throw wrongKey(masterKeys);
        }
        return hashKey.array();
    }

    private IllegalStateException wrongKey(MasterKeys given) {
        return new IllegalStateException(
                "wrong key: the entries belong to the master key %s (they were written with %s), and given were %s; give that key, after the new one if it is to be replaced, or delete the directory of the cache to start without its entries"
                        .formatted(
                                MasterKey.shown(wrappedBy),
                                openers.values().stream()
                                        .map(opener -> MasterKey.shown(opener.masterKeyId()))
                                        .distinct()
                                        .collect(Collectors.joining(", ")),
                                given));
    }

    /**
     * The ring as the current master key would have it, with one more opener.
     *
     * @throws IllegalStateException if the master keys are the wrong ones
     */
    KeyRing opened(MasterKeys masterKeys, SecureRandom random) {
        MasterKey current = masterKeys.current();
        byte[] hashKey = hashKey(masterKeys);
        NavigableMap<Integer, Opener> more = new TreeMap<>(openers);
        if (more.size() == MAX_OPENERS) {
            more.pollFirstEntry();
        }
        int number = more.isEmpty() ? 1 : Math.incrementExact(more.lastKey());
        more.put(number, Opener.create(number, current, random));
        if (current.id() != wrappedBy) {
            return wrap(hashKey, current, random, more);
        }
        Arrays.fill(hashKey, (byte) 0);
        return new KeyRing(identity, wrappedBy, wrapped, more);
    }

    /** The opener who came last. */
    Opener newest() {
        return openers.lastEntry().getValue();
    }

    /** The opener of a number, or null if there is none. */
    @Nullable
    Opener find(int number) {
        return openers.get(number);
    }

    /** The ring as a file has it. */
    byte[] bytes() {
        Payload out = new Payload(HEAD_BYTES + openers.size() * Opener.RECORD_BYTES);
        out.writeBytes(identity, 0, identity.length);
        out.writeBytes(wrapped, 0, wrapped.length);
        out.writeInt(Sums.of(out.array(), 0, out.end()));
        openers.values().forEach(opener -> opener.write(out));
        return out.array();
    }

    /**
     * Reads what {@link #bytes} wrote. Openers that are damaged are left out: their entries cannot be opened.
     *
     * @throws DamagedKeysException if what stands before the openers is damaged, or of another program or a format of the
     *     future
     */
    static KeyRing of(byte[] bytes) throws DamagedKeysException {
        Payload in = Payload.of(bytes);
        if (!in.startsWith(MAGIC)) {
            throw new DamagedKeysException("it does not begin as such a file does");
        }
        if (bytes.length < HEAD_BYTES) {
            throw new DamagedKeysException(
                    "it has %d bytes, and %d at least are needed".formatted(bytes.length, HEAD_BYTES));
        }
        in.advance(MAGIC.length);
        int format = in.readInt();
        if (format != FORMAT) {
            throw new DamagedKeysException(
                    "its format is %d, and this release of Larder reads format %d".formatted(format, FORMAT));
        }
        int wrappedBy = in.readInt();
        byte[] identity = Arrays.copyOf(bytes, IDENTITY_BYTES);
        in.advance(Opener.SALT_BYTES);
        byte[] wrapped = in.readBytes(WRAPPED_BYTES);
        if (in.readInt() != Sums.of(bytes, 0, HEAD_BYTES - Integer.BYTES)) {
            throw new DamagedKeysException("its check sum is wrong");
        }
        return new KeyRing(identity, wrappedBy, wrapped, openers(in));
    }

    private static NavigableMap<Integer, Opener> openers(Payload in) {
        NavigableMap<Integer, Opener> openers = new TreeMap<>();
        while (in.remaining() >= Opener.RECORD_BYTES) {
            int from = in.position();
            Opener opener = Opener.read(in);
            int to = in.position();
            if (in.readInt() == Sums.of(in.array(), from, to)) {
                openers.put(opener.number(), opener);
            }
        }
        return openers;
    }
}
