package org.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Runs after the suite and fails the build unless all of it ran. */
class SuiteGuardTest {

    @Test
    void theWholeSuiteRanAndPassed() throws Exception {
        Path reports = Path.of(Objects.requireNonNull(
                System.getProperty("tck.reports"), "system property tck.reports names the suite's reports"));

        assertThat(SuiteRules.complaints(SuiteReports.read(reports)))
                .as("the run of the TCK reported in %s", reports)
                .isEmpty();
    }
}
