package org.larder.provider.encryption;

import java.security.SecureRandom;
import org.larder.provider.codec.Payload;

/**
 * Somebody who opened the entries of a cache to write them, and what its key is derived with. No two have the same key,
 * so that each can count its nonces from zero. Immutable.
 */
final class Opener {

    /** In a file: number, id of the master key, salt, check sum. */
    static final int RECORD_BYTES = 2 * Integer.BYTES + Opener.SALT_BYTES + Integer.BYTES;

    static final int SALT_BYTES = 16;

    private static final String PURPOSE = "larder entries";

    private final int number;
    private final int masterKeyId;
    private final byte[] salt;

    private Opener(int number, int masterKeyId, byte[] salt) {
        this.number = number;
        this.masterKeyId = masterKeyId;
        this.salt = salt;
    }

    static Opener create(int number, MasterKey masterKey, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Opener(number, masterKey.id(), salt);
    }

    int number() {
        return number;
    }

    int masterKeyId() {
        return masterKeyId;
    }

    /** The key that it encrypts with. */
    byte[] key(MasterKey masterKey) {
        return masterKey.derive(salt, PURPOSE, Aes.KEY_BYTES);
    }

    void write(Payload out) {
        int from = out.end();
        out.writeInt(number);
        out.writeInt(masterKeyId);
        out.writeBytes(salt, 0, salt.length);
        out.writeInt(Sums.of(out.array(), from, out.end()));
    }

    /** Reads what {@link #write} wrote, without its sum. */
    static Opener read(Payload in) {
        return new Opener(in.readInt(), in.readInt(), in.readBytes(SALT_BYTES));
    }
}
