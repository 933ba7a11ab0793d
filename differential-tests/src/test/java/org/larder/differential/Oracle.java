package org.larder.differential;

import com.github.benmanes.caffeine.jcache.Expirable;
import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.github.benmanes.caffeine.jcache.configuration.TypesafeConfigurator;
import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.larder.differential.Hearer.Heard;
import org.larder.differential.Operation.InvokeAll;
import org.larder.differential.Operation.LoadAll;
import org.larder.differential.Operation.RemoveAll;
import org.larder.differential.Side.Observed;

/**
 * Caffeine's side of a history: says what Larder is expected to do.
 *
 * <p>Caffeine's own timer is switched off, so that an entry expires when an operation meets it, as with Larder. What it
 * then would not notice is noticed for it; see {@link #notice}.
 */
final class Oracle implements AutoCloseable {

    /** Hears of everything, so that what the other listeners ought to hear can be derived. */
    private static final Hearer TAP = new Hearer("tap", EnumSet.allOf(EventType.class), true, null);

    // Held, for a logger that nobody holds loses its level.
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("com.github.benmanes.caffeine.jcache"), Logger.getLogger("org.larder"));
    private static final CacheManager MANAGER = manager();

    private final CacheSpec spec;
    private final ManualClock clock;
    private final Set<Rule> used;
    private final Side side;
    private final com.github.benmanes.caffeine.cache.Cache<String, Expirable<String>> entries;
    private final List<Hearer> hearers;

    /**
     * An entry that Caffeine holds.
     *
     * @param deadlineMillis when it expires; {@link Expiry#NEVER} if it does not
     */
    record Held(String value, long deadlineMillis) {
        boolean isAlive(long nowMillis) {
            return nowMillis < deadlineMillis;
        }
    }

    /**
     * Makes Caffeine's side.
     *
     * @param used takes the rules that had something to excuse
     */
    Oracle(String cacheName, CacheSpec spec, ManualClock clock, Set<Rule> used) {
        this.spec = spec;
        this.clock = clock;
        this.used = used;
        this.hearers = new ArrayList<>(spec.hearers());
        this.side = new Side(MANAGER, cacheName, spec, this::specific, this::isAlive);
        side.cache().registerCacheEntryListener(side.configuration(TAP));
        this.entries = entriesOf(side.cache());
    }

    private CaffeineConfiguration<String, String> specific(CompleteConfiguration<String, String> common) {
        CaffeineConfiguration<String, String> configuration = new CaffeineConfiguration<>(common);
        configuration.setTickerFactory(one(clock::nanos));
        configuration.setExecutorFactory(one((Executor) Runnable::run));
        // Takes the place of a timer by the expiry policy.
        configuration.setExpireAfterWrite(OptionalLong.of(Long.MAX_VALUE));
        return configuration;
    }

    private static CacheManager manager() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF)); // they warn of every failure of an expiry policy
        Config config = ConfigFactory.load();
        TypesafeConfigurator.setConfigSource(() -> config); // else looked for anew with every cache
        return new CaffeineCachingProvider()
                .getCacheManager(URI.create("differential:caffeine"), Oracle.class.getClassLoader());
    }

    // Of a configuration that is never serialized.
    @SuppressWarnings("serial")
    private static <T> Factory<T> one(T object) {
        return () -> object;
    }

    @SuppressWarnings("unchecked") // it is what a cache of Caffeine keeps
    private static com.github.benmanes.caffeine.cache.Cache<String, Expirable<String>> entriesOf(
            Cache<String, String> cache) {
        return cache.unwrap(com.github.benmanes.caffeine.cache.Cache.class);
    }

    Side side() {
        return side;
    }

    long nowMillis() {
        return clock.millis();
    }

    /** What is held now, alive or expired. */
    Map<String, Held> held() {
        Map<String, Held> held = new TreeMap<>();
        entries.asMap().forEach((key, expirable) -> {
            long deadlineMillis = expirable.getExpireTimeMillis();
            // Caffeine's mark for an entry whose creation had no answer, which never expires.
            held.put(key, new Held(expirable.get(), deadlineMillis == Long.MIN_VALUE ? Expiry.NEVER : deadlineMillis));
        });
        return held;
    }

    private boolean isAlive(String key) {
        Held held = held().get(key);
        return held != null && held.isAlive(clock.millis());
    }

    /** Corrects what is held. */
    void hold(String key, @Nullable Held held) {
        if (held == null) {
            entries.invalidate(key);
        } else {
            entries.put(key, new Expirable<>(held.value(), held.deadlineMillis()));
        }
    }

    /** The listeners that are registered. */
    List<Hearer> hearers() {
        return hearers;
    }

    /** Carries out an operation, and says what Larder is expected to do. */
    Expectation expect(Operation operation) {
        if (operation instanceof InvokeAll all && isSound(all.keys())) {
            return oneByOne(all);
        }
        Map<String, Held> before = held();
        Expectation expected =
                operation instanceof Operation.Mistyped ? new Expectation() : observed(operation, notice(operation));
        if (expected.failure == null) {
            if (operation instanceof Operation.Register register) {
                hearers.add(register.hearer());
            } else if (operation instanceof Operation.Deregister deregister) {
                hearers.remove(deregister.hearer());
            }
        }
        Verdict verdict = new Verdict(this, operation, before, expected);
        for (Rule rule : Rule.values()) {
            if (rule.correct(verdict)) {
                used.add(rule);
            }
        }
        return expected;
    }

    private boolean isSound(@Nullable List<String> keys) {
        return keys != null
                && keys.stream().noneMatch(Objects::isNull)
                && !side.cache().isClosed();
    }

    /** Caffeine's {@code invokeAll} is a loop; taken apart, the rules for {@code invoke} apply to each key. */
    private Expectation oneByOne(InvokeAll all) {
        Expectation expected = new Expectation();
        Map<String, Object> results = new TreeMap<>();
        for (String key : all.keys()) {
            Expectation one = expect(new Operation.Invoke(key, all.script(), all.value()));
            Object result = one.failure == null ? one.result : one.failure;
            if (result != null) {
                results.put(key, result);
            }
            expected.writes.addAll(one.writes);
            expected.loads.addAll(one.loads);
            expected.changes.addAll(one.changes);
            expected.counts = expected.counts.plus(one.counts);
        }
        expected.result = results;
        return expected;
    }

    /**
     * Has the expired entries noticed that Caffeine, with its timer switched off, would take for live ones.
     *
     * @return what listeners were told
     */
    private List<Heard> notice(Operation operation) {
        side.journal().clear();
        if (!side.cache().isClosed()) {
            if (operation instanceof RemoveAll) {
                held().keySet().forEach(side.cache()::containsKey);
            } else if (spec.loader() && operation instanceof LoadAll load && !load.replace() && isSound(load.keys())) {
                load.keys().forEach(side.cache()::containsKey);
            }
        }
        return side.journal().heard();
    }

    private Expectation observed(Operation operation, List<Heard> noticed) {
        Observed observed = side.run(operation);
        Expectation expected = new Expectation();
        expected.result = observed.result();
        expected.failure = observed.failure();
        expected.writes.addAll(observed.writes());
        expected.loads.addAll(observed.loads());
        expected.counts = observed.counts();
        List<Heard> heard = new ArrayList<>(noticed);
        heard.addAll(observed.heard());
        for (Heard each : heard) {
            if (each.hearer().equals(TAP.name())) {
                expected.changes.add(each.change());
            }
        }
        checkDerivation(expected.changes, heard);
        return expected;
    }

    /** Caffeine's other listeners must have heard what is derived for them; it gives old values to all. */
    private void checkDerivation(List<Change> changes, List<Heard> heard) {
        List<Heard> derived = new ArrayList<>();
        for (Hearer hearer : hearers) {
            changes.stream().filter(hearer::hears).forEach(change -> derived.add(hearer.told(change, true)));
        }
        List<Heard> others = new ArrayList<>(heard);
        others.removeIf(each -> each.hearer().equals(TAP.name()));
        if (!Expectation.inOrderPerKey(derived).equals(Expectation.inOrderPerKey(others))) {
            throw new AssertionError("Caffeine's listeners heard %s, and not %s".formatted(others, derived));
        }
        boolean oldValueGiven = hearers.stream()
                .filter(hearer -> !hearer.oldValueRequired())
                .anyMatch(hearer -> changes.stream().anyMatch(c -> hearer.hears(c) && c.oldValue() != null));
        if (oldValueGiven) {
            used.add(Rule.OLD_VALUE_NOT_ASKED_FOR);
        }
    }

    @Override
    public void close() {
        side.close();
    }
}
