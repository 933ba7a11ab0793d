package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.provider.log.LogCapture;

class MemoryBudgetTest {

    private final MemoryBudget budget = new MemoryBudget(1_000);
    private final LogCapture log = new LogCapture(MemoryBudget.class.getName());

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void promisesWithinTheMachineAreSilent() {
        budget.promise("a", 600);
        budget.promise("b", 400);
        assertThat(log.messages()).isEmpty();
        assertThat(budget.promisedBytes()).isEqualTo(1_000);
    }

    @Test
    void promisesBeyondTheMachineWarnWithAllFigures() {
        budget.promise("a", 600);
        budget.promise("b", 401);
        assertThat(log.messages()).singleElement().asString().contains("cache 'b'", "1,001 bytes", "1,000", "maxBytes");
    }

    @Test
    void closedCacheGivesItsPromiseBackOnce() {
        budget.promise("a", 600);
        try (MemoryBudget.Promise promise = budget.promise("b", 300)) {
            promise.close();
        }
        assertThat(budget.promisedBytes()).isEqualTo(600);
    }

    @Test
    void thisMachineHasMemory() {
        MemoryBudget machine = MemoryBudget.ofThisMachine();
        machine.promise("small", 1 << 20);
        assertThat(log.messages()).isEmpty();
        machine.promise("absurd", 1L << 50);
        assertThat(log.messages()).hasSize(1);
    }
}
