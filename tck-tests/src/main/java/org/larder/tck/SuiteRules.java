package org.larder.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.larder.tck.ReportedCase.Outcome;

/**
 * What a complete run of the suite looks like. The suite reports success when a class is not found or a
 * test excludes itself, so a green run alone proves nothing.
 */
final class SuiteRules {
    /** Tests of JSR-107 TCK 1.1.1 that can pass; {@link #FAILS_BY_DESIGN} comes on top. */
    static final int TESTS = 492;

    /** The suite's probe of its own exclusion list, the one test that no provider passes. */
    static final String FAILS_BY_DESIGN = "org.jsr107.tck.CachingTest#dummyTest";

    private SuiteRules() {}

    /** What is wrong with this run, one sentence each; empty for a complete run. */
    static List<String> complaints(List<ReportedCase> cases) {
        List<String> complaints = new ArrayList<>();
        Set<String> ran = names(cases, Outcome.PASSED);
        Set<String> excluded = names(cases, Outcome.EXCLUDED);

        long counted = Stream.concat(ran.stream(), excluded.stream())
                .filter(name -> !name.equals(FAILS_BY_DESIGN))
                .count();
        if (counted != TESTS) {
            complaints.add("%d tests of the TCK passed, %d must; look for a test class that Surefire no longer finds"
                    .formatted(counted, TESTS));
        }

        Set<String> failed = names(cases, Outcome.FAILED);
        if (!failed.isEmpty()) {
            complaints.add("failed: " + failed);
        }
        Set<String> skipped = names(cases, Outcome.SKIPPED);
        if (!skipped.isEmpty()) {
            complaints.add("skipped: " + skipped);
        }

        Set<String> accepted = Set.of(FAILS_BY_DESIGN);
        Set<String> unaccepted = without(excluded, accepted);
        if (!unaccepted.isEmpty()) {
            complaints.add("excluded without leave: " + unaccepted + "; make them run");
        }
        // Also proves that exclusions are visible in the reports at all.
        Set<String> missing = without(accepted, excluded);
        if (!missing.isEmpty()) {
            complaints.add(
                    "expected to be excluded, but ran or left no trace: " + missing + "; look why the log is silent");
        }
        return complaints;
    }

    private static Set<String> names(List<ReportedCase> cases, Outcome outcome) {
        return cases.stream()
                .filter(reported -> reported.outcome() == outcome)
                .map(ReportedCase::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> from, Set<String> names) {
        Set<String> rest = new TreeSet<>(from);
        rest.removeAll(names);
        return rest;
    }
}
