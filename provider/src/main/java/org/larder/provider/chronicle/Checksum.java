package org.larder.provider.chronicle;

import java.util.zip.CRC32C;
import net.openhft.chronicle.core.OS;
import org.larder.provider.codec.Payload;

/**
 * The check of entries in files: CRC-32C of key and payload, mixed with the parts of the header that say which version of
 * the entry it is and until when it lives. Queue position and uses are left out, as they change in place and do no harm.
 * For one thread.
 */
final class Checksum {

    private static final int BLOCK_BYTES = 4 << 10;

    private final CRC32C crc = new CRC32C();

    /** What memory is read through; empty until some is. */
    private byte[] block = {};

    /** The check of an entry. */
    int of(Payload key, Payload payload, long stamp, long deadlineMillis) {
        crc.reset();
        crc.update(key.array(), 0, key.end());
        crc.update(payload.array(), 0, payload.end());
        return (int) crc.getValue() ^ header(stamp, deadlineMillis);
    }

    /** The check of an entry in a segment, which may be far larger than what was ever written: its sizes may be damaged. */
    int of(EntryBounds entry, long stamp, long deadlineMillis) {
        crc.reset();
        update(entry.key(), entry.keyBytes());
        update(entry.value() + EntryLayout.HEADER_BYTES, entry.valueBytes() - EntryLayout.HEADER_BYTES);
        return (int) crc.getValue() ^ header(stamp, deadlineMillis);
    }

    private void update(long address, long bytes) {
        if (block.length == 0) {
            block = new byte[BLOCK_BYTES];
        }
        for (long done = 0; done < bytes; done += block.length) {
            int part = (int) Math.min(block.length, bytes - done);
            OS.memory().readBytes(address + done, block, 0, part);
            crc.update(block, 0, part);
        }
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
