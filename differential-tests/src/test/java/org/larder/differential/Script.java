package org.larder.differential;

import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** What an entry processor does, as data. It returns what it saw, or null if it did not look. */
record Script(List<Step> steps) {

    /** One call that a processor makes. */
    enum Step {
        GET,
        EXISTS,
        /** Sets the value that comes as the argument of the processor. */
        SET,
        SET_NULL,
        REMOVE,
        FAIL,
        FAIL_AS_CACHE,
        FAIL_AS_PROCESSOR
    }

    /** What a processor throws. */
    static final class ProcessorFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProcessorFailure() {
            super("processor", null, false, false);
        }
    }

    static Script of(Step... steps) {
        return new Script(List.of(steps));
    }

    boolean has(Step step) {
        return steps.contains(step);
    }

    /**
     * The processor.
     *
     * @param live whether the entry is alive; null to ask it
     * @param journal keeps what it returns
     */
    EntryProcessor<String, String, String> processor(@Nullable Boolean live, Journal journal) {
        return (entry, arguments) -> {
            String result = new Run(entry, (String) arguments[0], live).run();
            journal.processed(result);
            return result;
        };
    }

    private final class Run {
        private final MutableEntry<String, String> entry;
        private final String value;
        private @Nullable Boolean present;
        private final List<String> seen = new ArrayList<>();

        Run(MutableEntry<String, String> entry, String value, @Nullable Boolean present) {
            this.entry = entry;
            this.value = value;
            this.present = present;
        }

        @Nullable
        String run() {
            steps.forEach(this::run);
            return seen.isEmpty() ? null : entry.getKey() + seen;
        }

        private void run(Step step) {
            switch (step) {
                case GET -> {
                    String found = entry.getValue();
                    seen.add(String.valueOf(found));
                    becomes(found != null);
                }
                case EXISTS -> seen.add(present == null ? "" + entry.exists() : present.toString());
                case SET -> {
                    entry.setValue(value);
                    becomes(true);
                }
                case SET_NULL -> entry.setValue(null);
                case REMOVE -> {
                    entry.remove();
                    becomes(false);
                }
                case FAIL -> throw new ProcessorFailure();
                case FAIL_AS_CACHE -> throw new CacheException("processor");
                case FAIL_AS_PROCESSOR -> throw new EntryProcessorException("processor");
            }
        }

        private void becomes(boolean isPresent) {
            if (present != null) {
                present = isPresent;
            }
        }
    }

    @Override
    public String toString() {
        return steps.toString();
    }
}
