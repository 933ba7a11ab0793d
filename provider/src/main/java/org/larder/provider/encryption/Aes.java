package org.larder.provider.encryption;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.larder.provider.codec.Payload;

/** AES-256-GCM. Not thread-safe: belongs to one thread, which uses it again and again. */
final class Aes {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private final Cipher cipher;

    Aes() {
        try {
            cipher = Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /** A key from its bytes, which are wiped. */
    static SecretKey key(byte[] bytes) {
        SecretKey key = new SecretKeySpec(bytes, "AES");
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    /**
     * Appends what bytes are encrypted to, and the tag.
     *
     * @param sealed its first bytes are the nonce, which no other bytes may have under this key
     * @param authenticated what must be known again to open them
     */
    void seal(SecretKey key, Payload authenticated, Payload bytes, Payload sealed) {
        sealed.ensure(bytes.end() + TAG_BYTES);
        try {
            start(Cipher.ENCRYPT_MODE, key, sealed, authenticated);
            sealed.advanceEnd(cipher.doFinal(bytes.array(), 0, bytes.end(), sealed.array(), sealed.end()));
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /**
     * Undoes {@link #seal}.
     *
     * @param sealed as it was then, all of it; where its position is makes no difference
     * @return whether it opens: if not, it was changed, or sealed with another key or something else authenticated
     */
    boolean open(SecretKey key, Payload authenticated, Payload sealed, Payload into) {
        int byteCount = sealed.end() - NONCE_BYTES;
        if (byteCount < TAG_BYTES) {
            return false;
        }
        into.resetForBytes(byteCount - TAG_BYTES);
        try {
            start(Cipher.DECRYPT_MODE, key, sealed, authenticated);
            cipher.doFinal(sealed.array(), NONCE_BYTES, byteCount, into.array(), 0);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private void start(int mode, SecretKey key, Payload sealed, Payload authenticated) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed.array(), 0, NONCE_BYTES));
        cipher.updateAAD(authenticated.array(), 0, authenticated.end());
    }

    private static IllegalStateException unavailable(GeneralSecurityException e) {
        return new IllegalStateException("this JVM cannot encrypt by " + TRANSFORMATION + ": " + e.getMessage(), e);
    }
}
