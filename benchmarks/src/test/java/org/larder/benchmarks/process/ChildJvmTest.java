package org.larder.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTest {

    /** What the children of these tests run. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.println("something else");
            ChildJvm.say("half of the argument", Double.parseDouble(arguments[0]) / 2);
            ChildJvm.say("property", Integer.getInteger("property", 0));
        }
    }

    @Test
    void figuresAreThoseThatTheChildSaid() throws IOException {
        assertThat(ChildJvm.figures(Child.class, List.of("-Dproperty=7"), 5))
                .containsOnlyKeys("half of the argument", "property")
                .containsEntry("half of the argument", 2.5)
                .containsEntry("property", 7.0);
    }

    @Test
    void childThatFailsFailsTheMeasurement() {
        assertThatThrownBy(() -> ChildJvm.figures(Child.class, List.of(), "no number"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("status 1")
                .hasMessageContaining("no number");
    }

    @Test
    void childThatEndsWithoutTheExpectedLineFailsTheMeasurement() throws IOException {
        try (ChildJvm child = ChildJvm.start(Child.class, List.of(), 5)) {
            child.await("something else");
            assertThatThrownBy(() -> child.await("ready")).hasMessageContaining("before it said 'ready'");
        }
    }
}
