package org.larder.provider.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All short sequences of what a processor can do, against rules that look at the whole sequence at once. */
class ProcessedEntryTest {

    private static final int LONGEST = 4;

    /** What a processor can do. */
    private enum Step {
        GET,
        SET,
        REMOVE,
        EXISTS
    }

    @ParameterizedTest
    @CsvSource({", ", "live, ", ", loaded", "live, loaded"})
    void everySequenceOfStepsBecomesTheRightChange(@Nullable String live, @Nullable String loadable) {
        List<List<Step>> sequences = sequences();
        assertThat(sequences).hasSize(1 + 4 + 16 + 64 + 256);
        sequences.forEach(steps -> check(steps, live, loadable));
    }

    private static List<List<Step>> sequences() {
        List<List<Step>> all = new ArrayList<>();
        all.add(List.of());
        for (int from = 0, length = 1; length <= LONGEST; length++) {
            int to = all.size();
            for (; from < to; from++) {
                for (Step step : Step.values()) {
                    List<Step> longer = new ArrayList<>(all.get(from));
                    longer.add(step);
                    all.add(longer);
                }
            }
        }
        return all;
    }

    private static void check(List<Step> steps, @Nullable String live, @Nullable String loadable) {
        AtomicInteger loads = new AtomicInteger();
        ProcessedEntry<String, String> entry = new ProcessedEntry<>("k", live, String.class, () -> {
            loads.incrementAndGet();
            return loadable;
        });
        String what = steps + " on " + live + " with " + loadable;
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case GET ->
                    assertThat(entry.getValue()).as(what).isEqualTo(visible(steps.subList(0, i + 1), live, loadable));
                case EXISTS ->
                    assertThat(entry.exists()).as(what).isEqualTo(visible(steps.subList(0, i), live, loadable) != null);
                case SET -> entry.setValue("set" + i);
                case REMOVE -> entry.remove();
            }
        }
        Decision<String> decision = entry.decision();
        assertThat(decision.change()).as(what).isEqualTo(change(steps, live, loadable));
        if (decision.change() == Change.PUT || decision.change() == Change.LOAD) {
            assertThat(decision.value()).as(what).isEqualTo(visible(steps, live, loadable));
        }
        boolean asked = live == null && asksBeforeAnyChange(steps);
        assertThat(loads).as(what).hasValue(asked ? 1 : 0);
    }

    /** The place of the last step that sets or removes, or -1. */
    private static int lastChange(List<Step> steps) {
        return Math.max(steps.lastIndexOf(Step.SET), steps.lastIndexOf(Step.REMOVE));
    }

    private static boolean asksBeforeAnyChange(List<Step> steps) {
        for (Step step : steps) {
            if (step == Step.GET) {
                return true;
            }
            if (step != Step.EXISTS) {
                return false;
            }
        }
        return false;
    }

    /** What the entry shows after some steps. */
    private static @Nullable String visible(List<Step> steps, @Nullable String live, @Nullable String loadable) {
        int last = lastChange(steps);
        if (last >= 0) {
            return steps.get(last) == Step.SET ? "set" + last : null;
        }
        return live == null && steps.contains(Step.GET) ? loadable : live;
    }

    private static Change change(List<Step> steps, @Nullable String live, @Nullable String loadable) {
        int last = lastChange(steps);
        if (last < 0) {
            if (!steps.contains(Step.GET)) {
                return Change.KEEP;
            }
            return live != null ? Change.ACCESS : loadable != null ? Change.LOAD : Change.EXPIRE;
        }
        if (steps.get(last) == Step.SET) {
            return Change.PUT;
        }
        boolean tookAwayItsOwn = live == null && visible(steps.subList(0, last), null, loadable) != null;
        return tookAwayItsOwn ? Change.KEEP : Change.REMOVE;
    }

    @Test
    void nullIsNoValue() {
        ProcessedEntry<String, String> entry = new ProcessedEntry<>("k", "live", String.class, () -> null);
        assertThatThrownBy(() -> entry.setValue(null)).isInstanceOf(NullPointerException.class);
        assertThat(entry.decision().change()).isEqualTo(Change.KEEP);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what a processor of a raw type can do
    void aValueOfAnotherTypeIsRefused() {
        ProcessedEntry<String, String> entry = new ProcessedEntry<>("k", "live", String.class, () -> null);
        assertThatThrownBy(() -> ((MutableEntry) entry).setValue(7))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("java.lang.Integer");
        assertThat(entry.decision().change()).isEqualTo(Change.KEEP);
    }

    @Test
    void anEntryUnwrapsToItselfAndToNothingElse() {
        ProcessedEntry<String, String> entry = new ProcessedEntry<>("k", "live", String.class, () -> null);
        assertThat(entry.unwrap(ProcessedEntry.class)).isSameAs(entry);
        assertThatThrownBy(() -> entry.unwrap(String.class)).isInstanceOf(IllegalArgumentException.class);
    }
}
