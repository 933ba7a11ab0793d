package org.larder.provider.encryption;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of one opened store are encrypted with. Each opening is a new opener with a key of its own, under
 * which it counts its nonces. Thread-safe; threads encrypt with a {@link Sealer} each. The door of this package.
 */
public final class EntryCipher {

    private final byte[] hashKey;
    private final int opener;
    private final SecretKey openersKey;
    private final AtomicLong nonces;
    private final MasterKeys masterKeys;
    private final Openers openers;

    /** Keys by the number of their opener, as far as they were needed. */
    private final ConcurrentMap<Integer, SecretKey> keys = new ConcurrentHashMap<>();

    EntryCipher(KeyRing ring, Openers openers, MasterKeys masterKeys, long firstNonce) {
        this.hashKey = ring.hashKey(masterKeys);
        this.opener = ring.newest().number();
        this.openersKey = Aes.key(ring.newest().key(masterKeys.current()));
        this.nonces = new AtomicLong(firstNonce);
        this.masterKeys = masterKeys;
        this.openers = openers;
    }

    /**
     * Makes keys for entries that do not outlive the process.
     *
     * @param masterKeys stay the caller's, and are needed until the store is closed
     */
    public static EntryCipher inMemory(MasterKeys masterKeys) {
        SecureRandom random = new SecureRandom();
        KeyRing ring = KeyRing.create(masterKeys.current(), random).opened(masterKeys, random);
        return new EntryCipher(ring, ring::find, masterKeys, 0);
    }

    /**
     * Makes the file of keys for new entries. It is on disk when this returns.
     *
     * @param path beside the entries; a file that is there is replaced
     * @throws IOException if the file cannot be written
     */
    public static void create(Path path, MasterKeys masterKeys) throws IOException {
        KeysFile.create(path, masterKeys, new SecureRandom());
    }

    /**
     * Finds the keys of entries in files. The file is on disk with one opener more when this returns. The caller sees to it
     * that nobody else opens it meanwhile; others may have it open.
     *
     * @param path what {@link #create} made
     * @param masterKeys stay the caller's, and are needed until the store is closed; if the first is another than the file
     *     was last opened with, the file now needs the first one, and the others for entries that were written with them
     * @throws DamagedKeysException if it cannot be read
     * @throws IOException if the file is not there, or cannot be read or written
     * @throws IllegalStateException if the master keys are wrong; says which are needed and which were given
     */
    public static EntryCipher open(Path path, MasterKeys masterKeys) throws IOException {
        KeysFile file = KeysFile.open(path, masterKeys, new SecureRandom());
        return new EntryCipher(file.ring(), file, masterKeys, 0);
    }

    /**
     * What is wrong with a file of keys.
     *
     * @return null if nothing is; the master keys may still be wrong
     * @throws IOException if it cannot be read
     */
    public static @Nullable String damage(Path path) throws IOException {
        try {
            KeysFile.read(path);
            return null;
        } catch (DamagedKeysException e) {
            return e.getMessage();
        } catch (NoSuchFileException e) {
            return "%s is missing".formatted(path.getFileName());
        }
    }

    /** What one thread encrypts and decrypts with. */
    public Sealer newSealer() {
        return new Sealer(this, hashKey);
    }

    /** The number of this opener, the first part of its nonces. */
    int opener() {
        return opener;
    }

    /** The key of this opener, for what is encrypted from now on. */
    SecretKey openersKey() {
        return openersKey;
    }

    /** A number that this opener never had. */
    long nextNonce() {
        long nonce = nonces.getAndIncrement();
        if (nonce < 0) {
            throw new IllegalStateException(
                    "no entry can be encrypted any more, because all nonces were used; close the cache and open it again");
        }
        return nonce;
    }

    /** The key of an opener, or null if nobody knows the opener or its master key. */
    @Nullable
    SecretKey key(int openerNumber) {
        if (openerNumber == opener) {
            return openersKey;
        }
        SecretKey key = keys.get(openerNumber);
        if (key != null) {
            return key;
        }
        Opener found = openers.find(openerNumber);
        MasterKey masterKey = found == null ? null : masterKeys.find(found.masterKeyId());
        if (found == null || masterKey == null) {
            return null;
        }
        key = Aes.key(found.key(masterKey));
        keys.put(openerNumber, key);
        return key;
    }
}
