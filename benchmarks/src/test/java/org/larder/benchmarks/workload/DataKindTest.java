package org.larder.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataKindTest {

    static Stream<DataKind<?, ?>> kinds() {
        return DataKind.names().stream().map(DataKind::named);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itemsHaveKeysOfTheirOwnThatAreTheSameEveryTime(DataKind<?, ?> kind) {
        assertThat(IntStream.range(0, 100_000).mapToObj(kind::key).distinct()).hasSize(100_000);
        assertThat(kind.key(7)).isEqualTo(kind.key(7));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void writtenKeysAndValuesAreAsLongAsIsSaidAndAreReadAgain(DataKind<?, ?> kind) {
        check(kind);
    }

    private static <K, V> void check(DataKind<K, V> kind) {
        assertThat(kind.keyForm().bytes(kind.key(3))).isEqualTo(kind.keyBytes());
        assertThat(kind.valueForm().bytes(kind.value(3))).isEqualTo(kind.valueBytes());
        ByteBuffer written = kind.valueForm().written(kind.value(3));
        assertThat(written.remaining()).isEqualTo(kind.valueBytes());
        assertThat(kind.valueForm().read(written)).isEqualTo(kind.value(3));
        assertThat(written.hasRemaining()).isFalse();
        assertThat(kind.value(3)).isNotEqualTo(kind.value(4));
    }

    @Test
    void textIsMeasuredAsItIsWritten() {
        String text = "aé€\uD83D\uDE00";

        assertThat(Form.TEXT.bytes(text)).isEqualTo(1 + 2 + 3 + 4);
        assertThat(Form.TEXT.read(Form.TEXT.written(text))).isEqualTo(text);
    }

    @Test
    void unknownKindIsRefusedWithTheNamesOfAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataKind.named("images"))
                .withMessage("data of the kind 'images' was asked for; there is bytes, longs, records, strings");
    }
}
