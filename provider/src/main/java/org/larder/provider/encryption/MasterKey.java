package org.larder.provider.encryption;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A key of the user's. Others are derived from it; it encrypts nothing itself. */
final class MasterKey {

    private final byte[] bytes;
    private final int id;

    MasterKey(byte[] bytes) {
        this.bytes = bytes.clone();
        this.id = ByteBuffer.wrap(derive(new byte[0], "larder key id", Integer.BYTES))
                .getInt();
    }

    /** What tells it from others and says nothing about it. */
    int id() {
        return id;
    }

    byte[] derive(byte[] salt, String purpose, int byteCount) {
        return Hkdf.derive(bytes, salt, purpose, byteCount);
    }

    void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    /** An id as people see it. */
    static String shown(int id) {
        return HexFormat.of().toHexDigits(id);
    }

    @Override
    public String toString() {
        return shown(id);
    }
}
