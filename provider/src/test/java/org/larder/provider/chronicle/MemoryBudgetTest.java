package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final MemoryBudget budget = new MemoryBudget(1_000);
    private final List<String> log = new ArrayList<>();
    private final Logger logger = Logger.getLogger(MemoryBudget.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            log.add(logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void promisesWithinTheMachineAreSilent() {
        budget.promise("a", 600);
        budget.promise("b", 400);
        assertThat(log).isEmpty();
        assertThat(budget.promisedBytes()).isEqualTo(1_000);
    }

    @Test
    void promisesBeyondTheMachineWarnWithAllFigures() {
        budget.promise("a", 600);
        budget.promise("b", 401);
        assertThat(log).singleElement().asString().contains("cache 'b'", "1,001 bytes", "1,000", "maxBytes");
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
        assertThat(log).isEmpty();
        machine.promise("absurd", 1L << 50);
        assertThat(log).hasSize(1);
    }
}
