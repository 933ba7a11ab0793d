package org.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {

    @Test
    void itIsAtWorkWhereverTestsRun() {
        AtomicLong remainingMillis = new AtomicLong();
        await().conditionEvaluationListener(condition -> remainingMillis.set(condition.getRemainingTimeInMS()))
                .until(() -> true);
        assertThat(Duration.ofMillis(remainingMillis.get())).isGreaterThan(Duration.ofSeconds(10));
    }
}
