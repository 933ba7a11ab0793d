package org.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.tck.ReportedCase.Outcome;

class SuiteReportsTest {
    @Test
    void outcomesAreToldApart(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("TEST-a.B.xml"), """
                <testsuite>
                  <testcase classname="a.B" name="passes"><system-out>fine</system-out></testcase>
                  <testcase classname="a.B" name="fails"><failure/></testcase>
                  <testcase classname="a.B" name="breaks"><error/></testcase>
                  <testcase classname="a.B" name="skips"><skipped/></testcase>
                  <testcase classname="a.B" name="excludes">
                    <system-err><![CDATA[INFO: ===== EXCLUDING TEST 'a.B' 'excludes'.]]></system-err>
                  </testcase>
                </testsuite>
                """);
        Files.writeString(directory.resolve("a.B.txt"), "not a report");

        assertThat(SuiteReports.read(directory))
                .containsExactly(
                        new ReportedCase("a.B#passes", Outcome.PASSED),
                        new ReportedCase("a.B#fails", Outcome.FAILED),
                        new ReportedCase("a.B#breaks", Outcome.FAILED),
                        new ReportedCase("a.B#skips", Outcome.SKIPPED),
                        new ReportedCase("a.B#excludes", Outcome.EXCLUDED));
    }

    @Test
    void missingDirectoryHoldsNoCases(@TempDir Path directory) throws Exception {
        assertThat(SuiteReports.read(directory.resolve("absent"))).isEmpty();
    }
}
