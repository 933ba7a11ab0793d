package org.larder.provider.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is to blame for files that are not to be had. */
class GateTest {

    private static final long NOBODY = 0;
    private static final long ME = ProcessHandle.current().pid();
    private static final long SOMEBODY = Long.MAX_VALUE;
    private static final String EARLIER = "what was said before";

    @TempDir
    private Path directory;

    @Test
    void whoHasTheGateNowIsNamedAndNotWhoHadItBefore() throws IOException {
        assertThat(held(SOMEBODY, NOBODY, EARLIER)).contains("'orders'", "process " + SOMEBODY + " opens");
    }

    @Test
    void whomTheHolderWaitsForIsNamedAndNotWhoWasWaitedForBefore() throws IOException {
        assertThat(held(ME, SOMEBODY, EARLIER)).contains("'orders'", "waits for process " + SOMEBODY);
    }

    @Test
    void ifNobodyElseIsInTheWayYetWhatWasSaidBeforeHolds() throws IOException {
        assertThat(held(NOBODY, NOBODY, EARLIER)).isEqualTo(EARLIER);
        assertThat(held(ME, NOBODY, EARLIER)).isEqualTo(EARLIER);
        assertThat(held(NOBODY, NOBODY, null)).contains("'orders'", "another process");
    }

    private String held(long holder, long awaited, @Nullable String earlier) throws IOException {
        try (Wait wait = new Wait(Duration.ZERO);
                SharedFile file = SharedFile.open(directory.resolve("locks"), wait)) {
            file.words().set(Words.GATE_PID_AT, holder);
            file.words().set(Words.AWAITED_PID_AT, awaited);
            return Gate.held(file.words(), "orders", wait, earlier);
        }
    }
}
