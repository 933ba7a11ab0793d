package org.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.larder.tck.ReportedCase.Outcome;

class SuiteRulesTest {
    private final List<ReportedCase> completeRun = completeRun();

    @Test
    void completeRunIsAccepted() {
        assertThat(SuiteRules.complaints(completeRun)).isEmpty();
    }

    @Test
    void oneTestFewerIsRefused() {
        completeRun.remove(0);

        assertThat(SuiteRules.complaints(completeRun))
                .singleElement()
                .asString()
                .contains("491", "492");
    }

    @Test
    void noReportAtAllIsRefused() {
        assertThat(SuiteRules.complaints(List.of())).first().asString().contains("0 tests", "492");
    }

    @Test
    void testReportedTwiceCountsOnce() {
        completeRun.set(0, completeRun.get(1));

        assertThat(SuiteRules.complaints(completeRun))
                .singleElement()
                .asString()
                .contains("491");
    }

    @Test
    void failedTestIsNamed() {
        replaceFirst(Outcome.FAILED);

        assertThat(SuiteRules.complaints(completeRun)).contains("failed: [org.example.Test0#test]");
    }

    @Test
    void skippedTestIsNamed() {
        replaceFirst(Outcome.SKIPPED);

        assertThat(SuiteRules.complaints(completeRun)).contains("skipped: [org.example.Test0#test]");
    }

    @Test
    void exclusionOfAnyOtherTestIsRefused() {
        replaceFirst(Outcome.EXCLUDED);

        assertThat(SuiteRules.complaints(completeRun))
                .singleElement()
                .asString()
                .contains("without leave", "org.example.Test0#test");
    }

    @Test
    void annotationTestsThatExcludeThemselvesAreRefused() {
        String test = "org.jsr107.tck.annotation.InterceptionUsingCacheConfigTest#test_AT_CacheResult";
        completeRun.set(0, new ReportedCase(test, Outcome.EXCLUDED));

        assertThat(SuiteRules.complaints(completeRun))
                .singleElement()
                .asString()
                .contains("without leave", test);
    }

    @Test
    void silentExclusionOfTheProbeIsRefused() {
        completeRun.remove(new ReportedCase(SuiteRules.FAILS_BY_DESIGN, Outcome.EXCLUDED));
        completeRun.add(new ReportedCase(SuiteRules.FAILS_BY_DESIGN, Outcome.PASSED));

        assertThat(SuiteRules.complaints(completeRun))
                .singleElement()
                .asString()
                .contains("no trace", SuiteRules.FAILS_BY_DESIGN);
    }

    private void replaceFirst(Outcome outcome) {
        completeRun.set(0, new ReportedCase(completeRun.get(0).name(), outcome));
    }

    private static List<ReportedCase> completeRun() {
        List<ReportedCase> cases = new ArrayList<>();
        IntStream.range(0, SuiteRules.TESTS)
                .forEach(i -> cases.add(new ReportedCase("org.example.Test" + i + "#test", Outcome.PASSED)));
        cases.add(new ReportedCase(SuiteRules.FAILS_BY_DESIGN, Outcome.EXCLUDED));
        return cases;
    }
}
