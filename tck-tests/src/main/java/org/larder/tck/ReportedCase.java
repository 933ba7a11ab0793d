package org.larder.tck;

/**
 * One test of the suite as Surefire reported it.
 *
 * @param name the class and the method, as {@code org.jsr107.tck.PutTest#put_NullKey}
 * @param outcome what became of it
 */
record ReportedCase(String name, Outcome outcome) {

    enum Outcome {
        PASSED,
        /** Reported as passed, but the suite's own exclusion kept it from running. */
        EXCLUDED,
        SKIPPED,
        FAILED
    }
}
