package org.larder.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void eachContestantIsFirstInARoundOfItsOwn() {
        List<String> contestants = List.of("raw", "larder", "caffeine");

        assertThat(Rounds.inTurn(contestants, 1)).containsExactly("raw", "larder", "caffeine");
        assertThat(Rounds.inTurn(contestants, 2)).containsExactly("larder", "caffeine", "raw");
        assertThat(Rounds.inTurn(contestants, 3)).containsExactly("caffeine", "raw", "larder");
        assertThat(Rounds.inTurn(contestants, 4)).isEqualTo(contestants);
    }

    @Test
    void nothingIsMeasuredWithoutTheYardstick() {
        AtomicInteger turns = new AtomicInteger();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rounds.run("larder,caffeine", (round, contestant) -> turns.incrementAndGet()))
                .withMessageContaining("the yardstick is 'raw'")
                .withMessageContaining("larder, caffeine")
                .withMessageContaining("-Dyardstick=");
        assertThat(turns).hasValue(0);
    }
}
