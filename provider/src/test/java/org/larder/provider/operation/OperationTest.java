package org.larder.provider.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation against every kind of entry that it can meet. */
class OperationTest {

    /** For each operation: what it does to no entry, to the expected one, to another one; "!" if its requirement fails. */
    private static final String TABLE = """
            GET              KEEP!   ACCESS  ACCESS
            CONTAINS_KEY     KEEP!   KEEP    KEEP
            PUT              PUT     PUT     PUT
            GET_AND_PUT      PUT     PUT     PUT
            PUT_IF_ABSENT    PUT     KEEP!   KEEP!
            REPLACE          KEEP!   PUT     PUT
            REPLACE_EQUAL    KEEP!   PUT     ACCESS!
            GET_AND_REPLACE  KEEP!   PUT     PUT
            REMOVE           REMOVE  REMOVE  REMOVE
            REMOVE_EQUAL     KEEP!   REMOVE  ACCESS!
            GET_AND_REMOVE   REMOVE  REMOVE  REMOVE
            LOAD_IF_ABSENT   LOAD    KEEP!   KEEP!
            LOAD             LOAD    LOAD    LOAD
            """;

    private static final Set<Operation> LOOKUPS = Set.of(
            Operation.GET,
            Operation.GET_AND_PUT,
            Operation.PUT_IF_ABSENT,
            Operation.REPLACE,
            Operation.REPLACE_EQUAL,
            Operation.GET_AND_REPLACE,
            Operation.REMOVE_EQUAL,
            Operation.GET_AND_REMOVE);

    private static final Set<Operation> RETURNING = Set.of(
            Operation.GET,
            Operation.GET_AND_PUT,
            Operation.GET_AND_REPLACE,
            Operation.GET_AND_REMOVE,
            Operation.LOAD_IF_ABSENT);

    record Row(Operation operation, @Nullable String live, String expected) {}

    static Stream<Row> rows() {
        return TABLE.lines().map(line -> line.split("\\s+")).flatMap(cells -> {
            Operation operation = Operation.valueOf(cells[0]);
            return Stream.of(
                    new Row(operation, null, cells[1]),
                    new Row(operation, "expected", cells[2]),
                    new Row(operation, "another", cells[3]));
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyOperationDecidesAsItsRowSays(Row row) {
        Decision<String> decision = row.operation.decide(row.live, "new", "expected");

        boolean met = !row.expected.endsWith("!");
        assertThat(decision.change()).hasToString(row.expected.replace("!", ""));
        assertThat(decision.met()).isEqualTo(met);
        if (decision.change() == Change.PUT || decision.change() == Change.LOAD) {
            assertThat(decision.value()).isEqualTo("new");
        }
    }

    @Test
    void theTableHasEveryOperation() {
        assertThat(rows().map(Row::operation).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Operation.values());
    }

    @Test
    void thoseAndOnlyThoseThatTellOfTheValueAreLookups() {
        assertThat(Arrays.stream(Operation.values()).filter(Operation::isLookup))
                .containsExactlyInAnyOrderElementsOf(LOOKUPS);
    }

    @Test
    void thoseAndOnlyThoseWhoseResultShowsItReturnTheValueThatWasThere() {
        assertThat(Arrays.stream(Operation.values()).filter(Operation::returnsPrevious))
                .containsExactlyInAnyOrderElementsOf(RETURNING);
    }

    @Test
    void arraysAreEqualWhenTheirContentsAre() {
        Decision<byte[]> decision =
                Operation.REPLACE_EQUAL.decide(new byte[] {1, 2}, new byte[] {3}, new byte[] {1, 2});
        assertThat(decision.met()).isTrue();
        assertThat(Operation.REMOVE_EQUAL
                        .decide(new byte[] {1}, null, new byte[] {2})
                        .met())
                .isFalse();
        assertThat(Operation.REMOVE_EQUAL
                        .decide(new int[][] {{1}, {2}}, null, new int[][] {{1}, {2}})
                        .met())
                .isTrue();
    }

    @Test
    void aMissingEntryIsComparedWithNothing() {
        Object touchy = new Object() {
            @Override
            public boolean equals(@Nullable Object other) {
                throw new IllegalArgumentException("compared");
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };
        assertThat(Operation.REMOVE_EQUAL.decide(null, null, touchy).met()).isFalse();
        assertThatThrownBy(() -> Operation.REMOVE_EQUAL.decide(touchy, null, "x"))
                .hasMessage("compared");
    }
}
