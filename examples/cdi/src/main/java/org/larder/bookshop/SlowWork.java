package org.larder.bookshop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What makes the services slow: half a million rounds of SHA-256. */
final class SlowWork {

    private static final int ROUNDS = 500_000;

    private SlowWork() {}

    /** Works hard to find a number below a bound that depends on nothing but the text. */
    static int numberFor(String text, int bound) {
        byte[] thought = text.getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = sha256();
        for (int i = 0; i < ROUNDS; i++) {
            thought = digest.digest(thought);
        }
        return Math.floorMod(ByteBuffer.wrap(thought).getInt(), bound);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
