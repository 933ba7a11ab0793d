package org.larder.provider.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** What somebody can do who may write to a file, knows its format, and has no key. */
public final class ForgedDeadline {

    private ForgedDeadline() {}

    /** Gives the entries with a deadline another one, and a check that fits it. */
    public static int write(Path entries, long deadlineMillis, long newDeadlineMillis) throws IOException {
        byte[] bytes = Files.readAllBytes(entries);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int forged = 0;
        for (int at = Long.BYTES; at + EntryLayout.HEADER_BYTES <= bytes.length; at++) {
            if (buffer.getLong(at) == deadlineMillis) {
                int checkAt = at - Long.BYTES + EntryLayout.HEADER_BYTES - Integer.BYTES;
                long stamp = buffer.getLong(at - Long.BYTES);
                buffer.putLong(at, newDeadlineMillis);
                buffer.putInt(
                        checkAt, Checksum.moved(buffer.getInt(checkAt), stamp, deadlineMillis, newDeadlineMillis));
                forged++;
            }
        }
        Files.write(entries, bytes);
        return forged;
    }
}
