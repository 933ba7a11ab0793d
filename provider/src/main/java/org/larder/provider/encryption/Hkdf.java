package org.larder.provider.encryption;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys from a key: HKDF with SHA-256, as RFC 5869 has it. */
final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;

    private Hkdf() {}

    /**
     * Derives bytes from a key.
     *
     * @param salt may be empty
     * @param purpose keys for different purposes are independent of each other
     */
    static byte[] derive(byte[] key, byte[] salt, String purpose, int byteCount) {
        return derive(key, salt, purpose.getBytes(StandardCharsets.US_ASCII), byteCount);
    }

    static byte[] derive(byte[] key, byte[] salt, byte[] info, int byteCount) {
        byte[] extracted = mac(salt.length == 0 ? new byte[HASH_BYTES] : salt).doFinal(key);
        byte[] derived = new byte[byteCount];
        byte[] block = new byte[0];
        Mac mac = mac(extracted);
        for (int i = 1, from = 0; from < byteCount; i++, from += HASH_BYTES) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            System.arraycopy(block, 0, derived, from, Math.min(HASH_BYTES, byteCount - from));
        }
        Arrays.fill(extracted, (byte) 0);
        Arrays.fill(block, (byte) 0);
        return derived;
    }

    /** A new message authentication code by a key. */
    static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot encrypt: it has no " + HMAC, e);
        }
    }
}
