package org.larder.differential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.differential.Comparison.Divergence;
import org.larder.differential.Operation.Get;
import org.larder.differential.Operation.Put;
import org.larder.differential.Side.Observed;

/** Would {@link DifferentialTest} notice anything? Tests of the comparison itself, which need no oracle to be right. */
class HarnessTest {
    private static final int HISTORIES = 50;

    static Stream<Arguments> tampering() {
        return Stream.of(
                aspect("result", o -> with(o, "other", o.failure(), o.writes(), o.loads(), o.heard(), o.counts())),
                aspect("exception", o -> with(o, o.result(), null, o.writes(), o.loads(), o.heard(), o.counts())),
                aspect(
                        "writer calls",
                        o -> with(o, o.result(), o.failure(), reversed(o.writes()), o.loads(), o.heard(), o.counts())),
                aspect(
                        "loader calls",
                        o -> with(o, o.result(), o.failure(), o.writes(), List.of(), o.heard(), o.counts())),
                aspect(
                        "events",
                        o -> with(o, o.result(), o.failure(), o.writes(), o.loads(), reversed(o.heard()), o.counts())),
                aspect(
                        "counts",
                        o -> with(
                                o,
                                o.result(),
                                o.failure(),
                                o.writes(),
                                o.loads(),
                                o.heard(),
                                o.counts().plus(0, 0, o.counts().puts(), 0))));
    }

    private static Arguments aspect(String aspect, UnaryOperator<Observed> tampering) {
        return arguments(aspect, tampering);
    }

    private static Observed with(
            Observed original,
            Object result,
            Failure failure,
            List<String> writes,
            List<String> loads,
            List<Hearer.Heard> heard,
            Counts counts) {
        return new Observed(original.failure() == null ? result : null, failure, writes, loads, heard, counts);
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampering")
    void tamperingIsNoticed(String aspect, UnaryOperator<Observed> tampering) {
        try (Comparison honest = new Comparison();
                Comparison tampered = new Comparison(tampering)) {
            assertThat(histories()).noneMatch(honest::diverges).anyMatch(tampered::diverges);
        }
    }

    @Test
    void changeBehindCaffeinesBackIsNoticed() {
        List<Operation> operations = List.of(new Put("a", "v1"), new Get("a"));
        try (Comparison comparison = new Comparison((operation, oracle) -> {
            if (operation instanceof Get) {
                oracle.hold("a", null);
            }
        })) {
            assertThat(comparison.run(Histories.of(1, false).with(operations)))
                    .extracting(Divergence::operation)
                    .isEqualTo(new Get("a"));
        }
    }

    @Test
    void shrinkingLeavesWhatDiverges() {
        Put put = new Put("a", "v1");
        List<Operation> operations = new ArrayList<>(Histories.of(1, false).operations());
        operations.add(7, put);
        History history = Histories.of(1, false).with(operations);
        History smallest = new Shrinker(candidate -> candidate.operations().contains(put)).shrink(history);
        assertThat(smallest.operations()).containsExactly(put);
        assertThat(smallest.spec()).isEqualTo(new CacheSpec(false, false, false, false, Expiry.NONE, List.of()));
    }

    @Test
    void historyIsThatOfItsSeed() {
        assertThat(Histories.of(42, true).toString())
                .isEqualTo(Histories.of(42, true).toString());
        assertThat(Histories.of(42, true).toString())
                .isNotEqualTo(Histories.of(43, true).toString());
    }

    @Test
    void everyRuleHasItsRowInTheDocumentationAndNoRowIsWithoutRule() throws IOException {
        String page = Files.readString(Path.of("../docs/conformance.md"), UTF_8);
        String section = page.substring(page.indexOf("## Where Larder and Caffeine's JCache differ"));
        List<String> rows = new ArrayList<>();
        Matcher row = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE).matcher(section);
        while (row.find()) {
            rows.add(row.group(1));
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).toList());
    }

    private static List<History> histories() {
        return LongStream.range(0, HISTORIES)
                .mapToObj(seed -> Histories.of(seed, false))
                .toList();
    }
}
