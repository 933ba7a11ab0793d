package org.larder.provider;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;
import org.larder.provider.expiry.Deadlines;
import org.larder.provider.log.LogCapture;

/** When entries expire, by every policy and after every operation. */
class ExpiryTest {

    private static final Duration TEN = new Duration(MINUTES, 10);
    private static final Duration TWENTY = new Duration(MINUTES, 20);
    private static final Duration THIRTY = new Duration(MINUTES, 30);
    private static final java.time.Duration AFTER = java.time.Duration.ofMinutes(4);

    private static final Set<Action> ACCESSES = EnumSet.of(
            Action.GET, Action.GET_ALL, Action.REPLACE_OTHER, Action.REMOVE_OTHER, Action.ITERATE, Action.INVOKE_GET);

    private static final Set<Action> UPDATES = EnumSet.of(
            Action.PUT,
            Action.PUT_ALL,
            Action.GET_AND_PUT,
            Action.REPLACE,
            Action.REPLACE_EQUAL,
            Action.GET_AND_REPLACE,
            Action.INVOKE_SET,
            Action.INVOKE_GET_SET,
            Action.INVOKE_ALL_SET,
            Action.LOAD_ALL_AGAIN);

    private static final Set<Action> NEITHER = EnumSet.of(
            Action.CONTAINS_KEY, Action.PUT_IF_ABSENT, Action.INVOKE_NOTHING, Action.INVOKE_EXISTS, Action.LOAD_ALL);

    private static final Set<Action> CREATIONS = EnumSet.of(
            Action.GET,
            Action.GET_ALL,
            Action.PUT,
            Action.PUT_ALL,
            Action.GET_AND_PUT,
            Action.PUT_IF_ABSENT,
            Action.INVOKE_GET,
            Action.INVOKE_SET,
            Action.INVOKE_GET_SET,
            Action.INVOKE_ALL_SET,
            Action.LOAD_ALL,
            Action.LOAD_ALL_AGAIN);

    private final Rig rig = new Rig();
    private final Journal journal = new Journal();
    private final LogCapture log = new LogCapture(Deadlines.class.getName());

    @AfterEach
    void close() {
        rig.close();
        log.close();
    }

    /** A policy of the user that answers what it is told. */
    private record Answering(
            Supplier<@Nullable Duration> creation,
            Supplier<@Nullable Duration> access,
            Supplier<@Nullable Duration> update)
            implements ExpiryPolicy {

        static Answering of(@Nullable Duration creation, @Nullable Duration access, @Nullable Duration update) {
            return new Answering(() -> creation, () -> access, () -> update);
        }

        @Override
        public @Nullable Duration getExpiryForCreation() {
            return creation.get();
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return access.get();
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return update.get();
        }
    }

    static Stream<Arguments> policies() {
        List<ExpiryPolicy> policies = List.of(
                new EternalExpiryPolicy(),
                new CreatedExpiryPolicy(TEN),
                new ModifiedExpiryPolicy(TEN),
                new AccessedExpiryPolicy(TEN),
                new TouchedExpiryPolicy(TEN),
                Answering.of(TEN, THIRTY, TWENTY),
                Answering.of(TEN, null, TWENTY),
                Answering.of(TEN, Duration.ETERNAL, Duration.ETERNAL));
        return Stream.of(Storage.values())
                .flatMap(storage -> policies.stream()
                        .flatMap(policy ->
                                Stream.of(false, true).map(listening -> Arguments.of(storage, policy, listening))));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyOperationMovesTheDeadlineAsThePolicySays(Storage storage, ExpiryPolicy policy, boolean listening) {
        Cache<String, String> cache = cache(storage, policy, listening);
        ACCESSES.forEach(action -> checkDeadline(cache, policy, action, policy.getExpiryForAccess()));
        UPDATES.forEach(action -> checkDeadline(cache, policy, action, policy.getExpiryForUpdate()));
        NEITHER.forEach(action -> checkDeadline(cache, policy, action, null));
        CREATIONS.forEach(action -> {
            cache.clear();
            long nowMillis = rig.clock.millis();
            action.on(cache);
            checkExpires(cache, action, nowMillis, policy.getExpiryForCreation());
        });
    }

    private void checkDeadline(
            Cache<String, String> cache, ExpiryPolicy policy, Action action, @Nullable Duration fromNow) {
        cache.clear();
        long createdMillis = rig.clock.millis();
        cache.put("k", "old");
        rig.clock.advance(AFTER);
        long nowMillis = rig.clock.millis();
        action.on(cache);
        if (fromNow == null) {
            checkExpires(cache, action, createdMillis, policy.getExpiryForCreation());
        } else {
            checkExpires(cache, action, nowMillis, fromNow);
        }
    }

    private void checkExpires(Cache<String, String> cache, Action action, long fromMillis, Duration after) {
        if (after.isEternal()) {
            rig.clock.advance(java.time.Duration.ofDays(100_000));
            assertThat(cache.containsKey("k")).as("%s, for ever", action).isTrue();
            return;
        }
        long deadlineMillis = fromMillis + after.getTimeUnit().toMillis(after.getDurationAmount());
        rig.clock.set(deadlineMillis - 1);
        assertThat(cache.containsKey("k")).as("%s, a moment before", action).isTrue();
        rig.clock.set(deadlineMillis);
        assertThat(cache.containsKey("k")).as("%s, at the deadline", action).isFalse();
    }

    private Cache<String, String> cache(Storage storage, ExpiryPolicy policy, boolean listening) {
        LarderConfiguration<String, String> configuration = storage.strings()
                .setStatisticsEnabled(true)
                .setReadThrough(true)
                .setCacheLoaderFactory(journal.loading())
                .setExpiryPolicyFactory(Journal.one(policy));
        if (listening) {
            configuration.addCacheEntryListenerConfiguration(journal.listening());
        }
        return rig.create("expiring", configuration);
    }

    static Stream<Arguments> storagesWithAndWithoutListener() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(false, true).map(listening -> Arguments.of(storage, listening)));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void whatIsExpiredWhenCreatedTakesTheExpiredEntryAway(Storage storage) {
        Duration[] creation = {TEN};
        Cache<String, String> cache = cache(storage, new Answering(() -> creation[0], () -> null, () -> null), true);
        cache.put("k", "old");
        rig.clock.advance(java.time.Duration.ofMinutes(10));
        creation[0] = Duration.ZERO;
        cache.put("k", "new");
        assertThat(journal.events).containsExactly("CREATED old", "EXPIRED old");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(journal.events).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("storagesWithAndWithoutListener")
    void whatIsExpiredWhenCreatedIsNeverThere(Storage storage, boolean listening) {
        for (ExpiryPolicy policy :
                List.of(new CreatedExpiryPolicy(Duration.ZERO), Answering.of(Duration.ZERO, null, null))) {
            Cache<String, String> cache = cache(storage, policy, listening);
            for (Action action : CREATIONS) {
                journal.clear();
                rig.statistics("expiring").clear();
                Object result = action.on(cache);
                assertThat(cache.containsKey("k")).as("%s", action).isFalse();
                assertThat(journal.events).as("%s", action).isEmpty();
                assertThat(rig.statistics("expiring").getCachePuts())
                        .as("%s", action)
                        .isZero();
                if (action == Action.GET) {
                    assertThat(result).isEqualTo("loaded");
                }
            }
            cache.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void anUpdateThatExpiresAtOnceIsAnUpdateFirst(Storage storage) {
        for (ExpiryPolicy policy :
                List.of(Answering.of(TEN, null, Duration.ZERO), Answering.of(Duration.ETERNAL, TEN, Duration.ZERO))) {
            Cache<String, String> cache = cache(storage, policy, true);
            cache.put("k", "old");
            journal.clear();
            assertThat(cache.getAndPut("k", "new")).isEqualTo("old");
            assertThat(journal.events).containsExactly("UPDATED old>new");
            assertThat(rig.statistics("expiring").getCachePuts()).isEqualTo(2);
            assertThat(cache.containsKey("k")).isFalse();
            assertThat(journal.events).containsExactly("UPDATED old>new", "EXPIRED new");
            cache.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void whatExpiresWhenReadIsReadOnce(Storage storage) {
        Cache<String, String> cache = cache(storage, Answering.of(TEN, Duration.ZERO, null), true);
        cache.put("k", "old");
        assertThat(cache.get("k")).isEqualTo("old");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(journal.events).containsExactly("CREATED old", "EXPIRED old");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aDurationBeyondTheEndOfTimeIsForEver(Storage storage) {
        Duration endless = new Duration(DAYS, Long.MAX_VALUE);
        Duration nearly = new Duration(java.util.concurrent.TimeUnit.MILLISECONDS, Long.MAX_VALUE - 1);
        for (ExpiryPolicy policy : List.of(
                new TouchedExpiryPolicy(endless),
                new TouchedExpiryPolicy(nearly),
                Answering.of(endless, endless, nearly),
                Answering.of(nearly, nearly, endless))) {
            Cache<String, String> cache = cache(storage, policy, false);
            cache.put("k", "old");
            rig.clock.advance(java.time.Duration.ofDays(100_000));
            assertThat(cache.get("k")).isEqualTo("old");
            cache.put("k", "new");
            rig.clock.advance(java.time.Duration.ofDays(100_000));
            assertThat(cache.get("k")).isEqualTo("new");
            cache.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aPolicyThatFailsOrSaysNothingChangesNoDeadline(Storage storage) {
        Supplier<@Nullable Duration> failing = () -> {
            throw new IllegalArgumentException("no idea");
        };
        for (ExpiryPolicy policy : List.of(new Answering(failing, failing, failing), Answering.of(null, null, null))) {
            Cache<String, String> cache = cache(storage, policy, true);
            for (Action action : CREATIONS) {
                cache.clear();
                action.on(cache);
                rig.clock.advance(java.time.Duration.ofDays(1_000));
                assertThat(cache.containsKey("k")).as("%s", action).isTrue();
            }
            cache.close();
        }
        Cache<String, String> cache = cache(storage, new Answering(() -> TEN, failing, failing), true);
        for (Action action : UPDATES) {
            cache.clear();
            long createdMillis = rig.clock.millis();
            cache.put("k", "old");
            rig.clock.advance(AFTER);
            action.on(cache);
            checkExpires(cache, action, createdMillis, TEN);
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void anErrorOfThePolicyReachesTheCallerAndChangesNothing(Storage storage) throws Exception {
        Supplier<@Nullable Duration> broken = () -> {
            throw new AssertionError("broken");
        };
        Cache<String, String> cache = cache(storage, new Answering(() -> TEN, () -> null, broken), true);
        cache.put("k", "old");
        journal.clear();
        for (Action action : UPDATES) {
            if (action == Action.LOAD_ALL_AGAIN) {
                continue; // fails in the background
            }
            assertThatThrownBy(() -> action.on(cache)).as("%s", action).isInstanceOf(AssertionError.class);
            assertThat(cache.get("k")).as("%s", action).isEqualTo("old");
        }
        assertThat(journal.events).isEmpty();
        assertThat(Threads.elsewhere(() -> cache.remove("k"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aPolicyIsAskedOnceForEachThingThatHappens(Storage storage) {
        java.util.List<String> asked = new java.util.ArrayList<>();
        Cache<String, String> cache = cache(
                storage,
                new Answering(
                        () -> noted(asked, "creation"), () -> noted(asked, "access"), () -> noted(asked, "update")),
                false);
        cache.put("k", "old");
        assertThat(asked).containsExactly("creation");
        asked.clear();
        for (Action action : UPDATES) {
            cache.getAndReplace("k", "old");
            action.on(cache);
        }
        assertThat(asked).hasSize(2 * UPDATES.size()).containsOnly("update");
        asked.clear();
        ACCESSES.forEach(action -> action.on(cache));
        assertThat(asked).hasSize(ACCESSES.size()).containsOnly("access");
        asked.clear();
        NEITHER.forEach(action -> action.on(cache));
        assertThat(asked).isEmpty();
    }

    private static Duration noted(java.util.List<String> asked, String what) {
        asked.add(what);
        return TEN;
    }
}
