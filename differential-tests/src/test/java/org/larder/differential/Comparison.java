package org.larder.differential;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;
import org.larder.differential.Operation.Advance;
import org.larder.differential.Operation.AdvanceToDeadline;
import org.larder.differential.Operation.ContainsKeys;
import org.larder.differential.Operation.Iterate;
import org.larder.differential.Oracle.Held;
import org.larder.differential.Side.Observed;
import org.larder.provider.LarderOnClock;

/** Runs histories on both sides and compares. For one thread. */
final class Comparison implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final ManualClock clock = new ManualClock();
    private final CachingProvider provider = LarderOnClock.create(clock);
    private final CacheManager manager = provider.getCacheManager(
            URI.create("differential:larder-" + NUMBERS.incrementAndGet()),
            getClass().getClassLoader());
    private final Set<Rule> used = EnumSet.noneOf(Rule.class);
    private final UnaryOperator<Observed> tampering;
    private final BiConsumer<Operation, Oracle> beforeEach;
    private long operations;

    /** What both sides do not agree on. */
    record Divergence(Operation operation, String expected, String actual) {
        @Override
        public String toString() {
            return "%s%n  expected: %s%n  Larder:   %s".formatted(operation, expected, actual);
        }
    }

    Comparison() {
        this(UnaryOperator.identity(), (operation, oracle) -> {});
    }

    /**
     * Creates a comparison that is put to the test itself.
     *
     * @param tampering done to all that is seen of Larder
     */
    Comparison(UnaryOperator<Observed> tampering) {
        this(tampering, (operation, oracle) -> {});
    }

    /**
     * Creates a comparison that is put to the test itself.
     *
     * @param beforeEach done to Caffeine's side before each operation
     */
    Comparison(BiConsumer<Operation, Oracle> beforeEach) {
        this(UnaryOperator.identity(), beforeEach);
    }

    private Comparison(UnaryOperator<Observed> tampering, BiConsumer<Operation, Oracle> beforeEach) {
        this.tampering = tampering;
        this.beforeEach = beforeEach;
    }

    /** The rules that had something to correct so far. */
    Set<Rule> used() {
        return used;
    }

    /** How many operations were compared so far. */
    long operations() {
        return operations;
    }

    /** Runs a history; returns the first divergence, or null if there is none. */
    @Nullable
    Divergence run(History history) {
        String cacheName = "history-" + NUMBERS.incrementAndGet();
        try (Oracle oracle = new Oracle(cacheName, history.spec(), clock, used);
                Side larder = new Side(manager, cacheName, history.spec(), Comparison::specific, null)) {
            Pair pair = new Pair(oracle, larder, readsAtEnd(history));
            for (Operation operation : history.operations()) {
                Divergence divergence = pair.step(operation);
                if (divergence != null) {
                    return divergence;
                }
            }
            return null;
        }
    }

    /**
     * Whether the contents are read at the end. Where reading moves deadlines, only in every other history: nobody would
     * see otherwise which deadlines the operations left.
     */
    private static boolean readsAtEnd(History history) {
        Expiry expiry = history.spec().expiry();
        boolean readingMovesDeadlines = expiry.kind() == Expiry.Kind.CUSTOM || expiry.access() != Expiry.Term.UNCHANGED;
        return !readingMovesDeadlines || history.seed() % 2 == 0;
    }

    private static LarderConfiguration<String, String> specific(CompleteConfiguration<String, String> common) {
        LarderConfiguration<String, String> configuration = new LarderConfiguration<>(common);
        return common.isStoreByValue() ? configuration.setMaxBytes(1L << 16) : configuration;
    }

    /** Both sides of one history. */
    private final class Pair {
        private final Oracle oracle;
        private final Side larder;
        private final boolean readsAtEnd;

        Pair(Oracle oracle, Side larder, boolean readsAtEnd) {
            this.oracle = oracle;
            this.larder = larder;
            this.readsAtEnd = readsAtEnd;
        }

        @Nullable
        Divergence step(Operation operation) {
            operations++;
            if (operation instanceof Advance advance) {
                clock.advance(advance.millis());
                return null;
            }
            if (operation instanceof AdvanceToDeadline advance) {
                advance(advance);
                return null;
            }
            if (operation instanceof Operation.Close) {
                Divergence atEnd = compareAtEnd();
                if (atEnd != null) {
                    return atEnd;
                }
            }
            return compare(operation);
        }

        private void advance(AdvanceToDeadline advance) {
            Held held = oracle.held().get(advance.key());
            long deadlineMillis = held == null ? Expiry.NEVER : held.deadlineMillis();
            long byMillis = deadlineMillis == Expiry.NEVER ? 0 : deadlineMillis - clock.millis();
            clock.advance(Math.max(0, byMillis + advance.offsetMillis()));
        }

        private @Nullable Divergence compare(Operation operation) {
            beforeEach.accept(operation, oracle);
            Expectation expected = oracle.expect(operation);
            Observed actual = tampering.apply(larder.run(operation));
            List<String> expectedWrites = new ArrayList<>(expected.writes);
            List<String> actualWrites = new ArrayList<>(actual.writes());
            if (operation instanceof Iterate) { // the stores have orders of their own
                expectedWrites.sort(null);
                actualWrites.sort(null);
            }
            String wanted = text(
                    expected.result,
                    expected.failure,
                    expectedWrites,
                    expected.loads,
                    expected.told(oracle.hearers()),
                    expected.counts);
            String got = text(
                    actual.result(),
                    actual.failure(),
                    actualWrites,
                    actual.loads(),
                    Expectation.inOrderPerKey(actual.heard()),
                    actual.counts());
            return wanted.equals(got) ? null : new Divergence(operation, wanted, got);
        }

        private static String text(
                @Nullable Object result,
                @Nullable Failure failure,
                List<String> writes,
                List<String> loads,
                List<Hearer.Heard> heard,
                Counts counts) {
            return "%s, writes %s, loads %s, events %s, %s"
                    .formatted(failure == null ? result : failure, writes, loads, heard, counts);
        }

        /** Compares contents, statistics as a whole, and the deadline of every entry that is left. */
        private @Nullable Divergence compareAtEnd() {
            List<Operation> probes = new ArrayList<>();
            if (readsAtEnd) {
                probes.add(new Iterate(List.of()));
            }
            probes.add(new ContainsKeys(Histories.KEYS));
            for (Operation probe : probes) {
                Divergence divergence = compare(probe);
                if (divergence != null) {
                    return divergence;
                }
            }
            Divergence statistics = compareStatistics();
            return statistics == null ? compareDeadlines() : statistics;
        }

        private @Nullable Divergence compareStatistics() {
            Map<String, Number> all = larder.statistics().all();
            long gets =
                    all.get("CacheHits").longValue() + all.get("CacheMisses").longValue();
            Map<String, Number> derived = new HashMap<>(all);
            derived.put("CacheGets", gets);
            derived.put("CacheHitPercentage", percentage(all.get("CacheHits").longValue(), gets));
            derived.put("CacheMissPercentage", percentage(all.get("CacheMisses").longValue(), gets));
            derived.put("CacheEvictions", 0L);
            return derived.equals(all)
                    ? null
                    : new Divergence(new Operation.Close(), derived.toString(), all.toString());
        }

        private static float percentage(long part, long all) {
            return all == 0 ? 0 : 100f * part / all;
        }

        private @Nullable Divergence compareDeadlines() {
            while (true) {
                long next = oracle.held().values().stream()
                        .mapToLong(Held::deadlineMillis)
                        .filter(deadlineMillis -> deadlineMillis > clock.millis() && deadlineMillis != Expiry.NEVER)
                        .min()
                        .orElse(Expiry.NEVER);
                if (next == Expiry.NEVER) {
                    return null;
                }
                for (long nowMillis : new long[] {next - 1, next}) {
                    clock.advance(nowMillis - clock.millis());
                    Divergence divergence = compare(new ContainsKeys(Histories.KEYS));
                    if (divergence != null) {
                        return divergence;
                    }
                }
            }
        }
    }

    /** Whether a history diverges, for what makes it smaller. */
    boolean diverges(History history) {
        return Objects.nonNull(run(history));
    }

    @Override
    public void close() {
        provider.close();
    }
}
