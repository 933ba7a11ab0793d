package org.larder.provider.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds the lock of one byte of a file until it is killed; arguments: the file and the position. */
public final class SlotLocker {

    private SlotLocker() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            channel.lock(Long.parseLong(arguments[1]), 1, false);
            System.out.print('!');
            System.out.flush();
            System.in.read();
        }
    }
}
