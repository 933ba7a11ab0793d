package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.provider.chronicle.ForkedJvm;

/** Programs on the standard API in JVMs that were given no flags. The suite runs on each Java version of the build. */
class StartTest {

    @TempDir
    private Path directory;

    @Test
    void programOnAFlatClassPathNeedsNoFlag() {
        assertSilentSuccess(ForkedJvm.in(directory).run(CacheProgram.class));
    }

    @Test
    void programInAChildClassLoaderNeedsNoFlag() {
        assertSilentSuccess(ForkedJvm.in(directory).withChildLoader().run(CacheProgram.class));
    }

    @Test
    void refusedOpeningIsACacheExceptionThatNamesTheFlags() {
        ForkedJvm.Result result =
                ForkedJvm.in(directory).with("-Dlarder.jdk-access=flags").run(CacheProgram.class);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text())
                .contains("CacheException: cache 'capitals' cannot be created: Chronicle Map needs")
                .contains("--add-opens java.base/java.lang=ALL-UNNAMED");
    }

    private static void assertSilentSuccess(ForkedJvm.Result result) {
        assertThat(result.outputButForUnsafe()).containsExactly("done");
        assertThat(result.exitCode()).isZero();
        assertThat(result.home()).isEmptyDirectory();
    }
}
