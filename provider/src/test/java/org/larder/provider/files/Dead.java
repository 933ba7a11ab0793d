package org.larder.provider.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What a member that died leaves in the lock file: a slot that is marked, and whose lock nobody holds. */
final class Dead {

    private Dead() {}

    /** Makes it look as if somebody had just died, in the last slot. */
    static void leaveBehind(Path directory) throws IOException {
        try (Wait wait = new Wait(Duration.ZERO);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait)) {
            int slot = Words.SLOTS - 1;
            file.words().set(slot, Words.PID, 1);
            file.words().set(slot, Words.ID, System.nanoTime());
            file.words().set(slot, Words.OPEN, 1);
            file.words().set(slot, Words.IN_USE, 1);
        }
    }
}
