package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.larder.provider.chronicle.ForkedJvm;

/** Virtual threads with a single carrier thread: one that kept it while it waits would keep all others from running. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualReadersTest {

    @Test
    void readersOnOneCarrierThreadShareTheirLoad(@TempDir Path directory) {
        ForkedJvm.Result result = ForkedJvm.in(directory)
                .with("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1")
                .run(VirtualReaders.class);
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text()).endsWith("done");
    }
}
