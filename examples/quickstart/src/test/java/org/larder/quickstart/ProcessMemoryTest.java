package org.larder.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

    @Test
    void residentMemoryIsReadFromTheStatusFile(@TempDir Path folder) throws Exception {
        Path status = Files.writeString(folder.resolve("status"), """
                VmPeak:\t    9000 kB
                VmRSS:\t    2048 kB
                RssAnon:\t    1024 kB
                """);

        assertThat(ProcessMemory.residentBytes(status)).hasValue(2048L * 1024);
    }

    @Test
    void residentMemoryIsUnknownWithoutTheStatusFile(@TempDir Path folder) {
        assertThat(ProcessMemory.residentBytes(folder.resolve("status"))).isEmpty();
    }
}
