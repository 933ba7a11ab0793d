package org.larder.provider.encryption;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;

/**
 * What one thread encrypts and decrypts entries with: ciphers and buffers that it uses again and again. Not thread-safe.
 * What a method returns is overwritten by the next call of the same method.
 *
 * <p>A sealed entry is the number of its opener (4 bytes), a number that this opener gave to it alone (8 bytes), both
 * together the nonce, then key and value by AES-256-GCM, and its tag (16 bytes). Authenticated with them are the key of
 * the map, the stamp and the deadline.
 */
public final class Sealer {

    /** The length of a key of the map. */
    public static final int MAP_KEY_BYTES = 16;

    /** What an entry takes more once it is sealed, if its key has less than 128 bytes: a byte or two more if not. */
    public static final int OVERHEAD_BYTES = MAP_KEY_BYTES + Aes.NONCE_BYTES + 1 + Aes.TAG_BYTES;

    private static final int HASH_BYTES = 32;
    private static final int INITIAL_BYTES = 256;

    private final EntryCipher entryCipher;
    private final Mac mac;
    private final Aes aes = new Aes();
    private final Payload mapKey = new Payload(HASH_BYTES);
    private final Payload authenticated = new Payload(MAP_KEY_BYTES + 2 * Long.BYTES);
    private Payload plain = new Payload(INITIAL_BYTES);
    private Payload sealed = new Payload(INITIAL_BYTES);
    private Payload opened = new Payload(INITIAL_BYTES);

    Sealer(EntryCipher entryCipher, byte[] hashKey) {
        this.entryCipher = entryCipher;
        this.mac = Hkdf.mac(hashKey);
    }

    /** The bytes of a key and a value of some lengths once they are sealed. */
    public static int sealedBytes(int keyBytes, int valueBytes) {
        return Aes.NONCE_BYTES + Payload.countBytes(keyBytes) + keyBytes + valueBytes + Aes.TAG_BYTES;
    }

    /** What stands for a key in the map: a hash that only who knows the secret can compute. */
    public Payload mapKey(Payload key) {
        mac.update(key.array(), 0, key.end());
        mapKey.resetForBytes(HASH_BYTES);
        try {
            mac.doFinal(mapKey.array(), 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a hash has more bytes than it should", e);
        }
        mapKey.resetForBytes(MAP_KEY_BYTES);
        return mapKey;
    }

    /**
     * Encrypts an entry, each time differently.
     *
     * @param key the bytes of the key
     * @param value the bytes of the value
     * @throws IllegalStateException after 2<sup>63</sup> entries
     */
    public Payload seal(Payload mapKeyBytes, Payload key, Payload value, long stamp, long deadlineMillis) {
        plain = plain.emptied();
        plain.writeCount(key.end());
        plain.writeBytes(key.array(), 0, key.end());
        plain.writeBytes(value.array(), 0, value.end());
        return seal(mapKeyBytes, plain, stamp, deadlineMillis);
    }

    private Payload seal(Payload mapKeyBytes, Payload keyAndValue, long stamp, long deadlineMillis) {
        sealed = sealed.emptied();
        sealed.writeInt(entryCipher.opener());
        sealed.writeLong(entryCipher.nextNonce());
        aes.seal(entryCipher.openersKey(), authenticated(mapKeyBytes, stamp, deadlineMillis), keyAndValue, sealed);
        return sealed;
    }

    /**
     * Encrypts an opened entry again, for another stamp or deadline.
     *
     * @param entry what {@link #open} returned, read or not
     */
    public Payload sealAgain(Payload mapKeyBytes, Payload entry, long stamp, long deadlineMillis) {
        return seal(mapKeyBytes, entry, stamp, deadlineMillis);
    }

    /**
     * Decrypts an entry.
     *
     * @param sealedEntry all bytes of what {@link #seal} returned
     * @return the key behind its length as a count, then the value; or null if the entry does not open, because anything
     *     of it was changed, its opener is not known, or the master key of that is not
     */
    public @Nullable Payload open(Payload mapKeyBytes, Payload sealedEntry, long stamp, long deadlineMillis) {
        if (sealedEntry.end() < Aes.NONCE_BYTES) {
            return null;
        }
        SecretKey secret = entryCipher.key(sealedEntry.intAt(0));
        opened = opened.emptied();
        return secret != null
                        && aes.open(secret, authenticated(mapKeyBytes, stamp, deadlineMillis), sealedEntry, opened)
                ? opened
                : null;
    }

    private Payload authenticated(Payload mapKeyBytes, long stamp, long deadlineMillis) {
        authenticated.clear();
        authenticated.writeBytes(mapKeyBytes.array(), 0, mapKeyBytes.end());
        authenticated.writeLong(stamp);
        authenticated.writeLong(deadlineMillis);
        return authenticated;
    }
}
