package org.larder.provider.chronicle;

import java.util.zip.CRC32C;
import org.larder.provider.codec.Payload;

/**
 * The check of entries in files: CRC-32C of key and payload, mixed with the parts of the header that say which version of
 * the entry it is and until when it lives. Queue position and uses are left out, as they change in place and do no harm.
 * For one thread.
 */
final class Checksum {

    private final CRC32C crc = new CRC32C();

    /** The check of an entry. */
    int of(Payload key, Payload payload, long stamp, long deadlineMillis) {
        crc.reset();
        crc.update(key.array(), 0, key.end());
        crc.update(payload.array(), 0, payload.end());
        return (int) crc.getValue() ^ header(stamp, deadlineMillis);
    }

    /** The check of an entry that gets another deadline and stays the same otherwise. */
    static int moved(int check, long stamp, long deadlineMillis, long newDeadlineMillis) {
        return check ^ header(stamp, deadlineMillis) ^ header(stamp, newDeadlineMillis);
    }

    /** Bits of stamp and deadline; a change of a few of them changes about half of these. */
    private static int header(long stamp, long deadlineMillis) {
        return (int) (mixed(mixed(stamp) + deadlineMillis) >>> Integer.SIZE);
    }

    /** The finisher of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). */
    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
