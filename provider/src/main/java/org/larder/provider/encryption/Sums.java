package org.larder.provider.encryption;

import java.util.zip.CRC32C;

/** Check sums of parts of a file, against damage by chance. */
final class Sums {

    private Sums() {}

    static int of(byte[] bytes, int from, int to) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, to - from);
        return (int) sum.getValue();
    }
}
