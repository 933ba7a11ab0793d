package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Declarations and settings. */
class CacheControlTest {

    @ParameterizedTest
    @EnumSource(Stack.class)
    void aCacheWithoutALoaderCannotBeDeclared(Stack stack) {
        try (CachingProvider provider = stack.provider(() -> Instant.EPOCH);
                CacheManager manager = provider.getCacheManager(
                        URI.create("rest:declared"), getClass().getClassLoader())) {
            Cache<String, String> cache = manager.createCache("plain", new MutableConfiguration<>());
            CacheControlBuilder builder = CacheControl.builder().resource("things", cache);
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessage(
                            "resource 'things': the cache 'plain' has no loader, so nothing of it can be refreshed; set one in its configuration");
        }
    }

    @Test
    void endPointsWithoutAControlSaySo() {
        CacheControlResource endPoints = new CacheControlResource() {
            @Override
            protected CacheControl control() {
                return null; // as where nobody injects it
            }
        };
        assertThatNullPointerException()
                .isThrownBy(() -> endPoints.below())
                .withMessageContaining("control() returned null; let the container inject the control");
        for (Supplier<EndPoint> part :
                List.<Supplier<EndPoint>>of(endPoints::refresh, endPoints::state, endPoints::openApi)) {
            assertThatNullPointerException().isThrownBy(part::get).withMessageContaining("control() returned null");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        try (RestRig rig = new RestRig(Stack.LARDER_AND_JACKSON)) {
            CacheControlBuilder builder = CacheControl.builder().resource("fruits", rig.fruitCache);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.resource("fruits", rig.nutCache))
                    .withMessageContaining("two resources 'fruits'");
            assertThatIllegalArgumentException().isThrownBy(() -> builder.resource(" ", rig.nutCache));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.maxWaiting(0))
                    .withMessage("maxWaiting is 0; it must be at least 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.loadTimeout(Duration.ZERO))
                    .withMessage("loadTimeout is PT0S; it must be more than zero");
            assertThatIllegalArgumentException().isThrownBy(() -> builder.fastAnswer(Duration.ofMillis(-1)));
            assertThatIllegalArgumentException().isThrownBy(() -> Caller.of(" "));
        }
    }

    @Test
    void noRefreshLoadsMoreKeysThanItMay() {
        try (LogCapture log = new LogCapture("org.larder.rest");
                RestRig rig = new RestRig(
                        Stack.LARDER_AND_JACKSON, builder -> builder.maxKeys(3).fastAnswer(Duration.ofSeconds(20)))) {
            CachedResource<Long> ranges = new CachedResource<>(
                    "ranges",
                    rig.fruitCache,
                    Selection.of(
                            "ranges",
                            parameters -> LongStream.range(0, parameters.integer("to"))
                                    .boxed()
                                    .toList()),
                    2,
                    3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ranges.load(RefreshParameters.of(Map.of("to", 4)), Caller.of("ann")))
                    .withMessage("These are 4 entries; 3 can be refreshed at a time.");

            LongStream.range(0, 3).forEach(year -> rig.fruitCache.put(year, "old"));
            assertThat(rig.state(RestRig.taskId(rig.refresh("{\"resource_title\":\"fruits\"}"))))
                    .isEqualTo("SUCCESS");
            rig.fruits.loaded.clear();
            rig.fruitCache.put(3L, "old");
            assertThat(rig.state(RestRig.taskId(rig.refresh("{\"resource_title\":\"fruits\"}"))))
                    .isEqualTo("FAILURE");
            assertThat(rig.fruits.loaded).isEmpty();
            // The answer does not wait for the log.
            await().untilAsserted(() ->
                    assertThat(log.messages()).anyMatch(message -> message.contains("more than 3 entries")));
        }
    }

    @Test
    void parametersAreTheSameWhateverReadsThem() {
        RefreshParameters parameters = RefreshParameters.of(Map.of(
                "int",
                1,
                "decimal",
                new BigDecimal("1.0"),
                "half",
                0.5,
                "long",
                new BigDecimal("9223372036854775808"),
                "text",
                "one",
                "yes",
                true,
                "list",
                List.of(1, Map.of("a", 2))));
        assertThat(parameters.integer("int")).isEqualTo(1);
        assertThat(parameters.integer("decimal")).isEqualTo(1);
        assertThat(parameters.text("text")).isEqualTo("one");
        assertThat(parameters.bool("yes")).isTrue();
        assertThat(parameters.has("none")).isFalse();
        assertThat(parameters.toMap())
                .containsEntry("half", new BigDecimal("0.5"))
                .containsEntry("list", List.of(1L, Map.of("a", 2L)));
        for (String name : List.of("half", "long", "text", "none")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parameters.integer(name))
                    .withMessageContaining("parameter '%s'".formatted(name));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> parameters.text("int"));
        assertThatIllegalArgumentException().isThrownBy(() -> parameters.bool("text"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RefreshParameters.of(Map.of("huge", Double.POSITIVE_INFINITY)));
        assertThat(RefreshParameters.of(Map.of("huge", new BigDecimal("1e1000000000")))
                        .toMap())
                .isNotEmpty();
    }

    @Test
    void fingerprintsTellValuesApart() {
        assertThat(List.of(
                        Fingerprint.of("a", "b"),
                        Fingerprint.of("ab"),
                        Fingerprint.of(List.of("a", "b")),
                        Fingerprint.of(List.of("a"), List.of("b")),
                        Fingerprint.of(Map.of("a", "b")),
                        Fingerprint.of(1),
                        Fingerprint.of("1"),
                        Fingerprint.of("true"),
                        Fingerprint.of(true),
                        Fingerprint.of((Object) null),
                        Fingerprint.of("null"),
                        Fingerprint.of("\ud800"),
                        Fingerprint.of("\ud801"),
                        Fingerprint.of("\udc00"),
                        Fingerprint.of("?"),
                        Fingerprint.of("")))
                .doesNotHaveDuplicates()
                .allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{32}"));
    }

    @Test
    void whatIsWrongWithAFunctionIsToldInTheLog() {
        Function<RefreshParameters, List<Long>> noList = parameters -> null;
        List<Long> noKey = new ArrayList<>();
        noKey.add(null);
        try (LogCapture log = new LogCapture("org.larder.rest");
                RestRig rig = new RestRig(
                        Stack.LARDER_AND_JACKSON,
                        builder -> builder.resource("no list", new HandLoads().cache(), noList)
                                .resource("no key", new HandLoads().cache(), parameters -> noKey)
                                .resource("broken", new HandLoads().cache(), (parameters, caller) -> {
                                    throw new UnsupportedOperationException("broken function");
                                })
                                .resource("wrong", new HandLoads().cache(), (parameters, caller) -> {
                                    throw new AssertionError("wrong function");
                                })
                                .resource("deep", new HandLoads().cache(), (parameters, caller) -> {
                                    throw new StackOverflowError("deep function");
                                }))) {
            for (String title : List.of("no list", "no key", "broken", "wrong", "deep")) {
                HttpResponse<String> answer = rig.refresh("{\"resource_title\":\"%s\",\"a\":1}".formatted(title));
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).isEqualTo("{\"detail\":\"The request failed.\"}");
            }
            assertThat(rig.list(RestRig.ANN)).as("nothing was taken").isEmpty();
            assertThat(log.messages())
                    .satisfiesExactly(
                            message -> assertThat(message).contains("'no list' returned null;"),
                            message -> assertThat(message).contains("'no key' returned a null among the keys"),
                            message -> assertThat(message).contains("broken function"),
                            message -> assertThat(message).contains("wrong function"),
                            message -> assertThat(message).contains("deep function"));
        }
    }

    @Test
    void keysThatAreTooManyAreNotCopied() {
        CachedResource<Long> resource = new CachedResource<>(
                "things",
                new HandLoads().cache(),
                Selection.of("things", parameters -> Collections.nCopies(Integer.MAX_VALUE, 1L)),
                1,
                100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resource.load(RefreshParameters.of(Map.of("a", 1)), Caller.of("ann")))
                .withMessage("These are 2147483647 entries; 100 can be refreshed at a time.");
    }

    @Test
    void noMoreRequestsWaitForTheEndThanMay() {
        HandLoads loads = new HandLoads();
        try (LogCapture log = new LogCapture("org.larder.rest");
                CacheControl control = CacheControl.builder()
                        .resource("things", loads.cache(), parameters -> Set.of(1L))
                        .maxFastAnswers(1)
                        .fastAnswer(Duration.ofDays(1))
                        .build()) {
            Supplier<RefreshTask> asking =
                    () -> control.refresh(Caller.of("ann"), null, "things", RefreshParameters.of(Map.of("a", 1)));
            CompletableFuture<RefreshTask> first = new CompletableFuture<>();
            Thread waiting = new Thread(() -> first.complete(asking.get()));
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING && loads.asked.size() == 1);
            CompletableFuture<RefreshTask> second = CompletableFuture.supplyAsync(asking);
            assertThat(second).succeedsWithin(Duration.ofMinutes(1));
            assertThat(second.join().state()).isEqualTo(TaskState.PENDING);
            assertThat(first).isNotDone();
            loads.end(0);
            assertThat(first).succeedsWithin(Duration.ofMinutes(1));
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void timesMayBeLongerThanAnyClockGoes() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        try (RestRig rig = new RestRig(
                Stack.LARDER_AND_JACKSON,
                builder -> builder.fastAnswer(forever).loadTimeout(forever).retention(forever))) {
            String id = rig.refreshFruits(2026);
            assertThat(rig.state(id)).isEqualTo("SUCCESS");
        }
    }

    @Test
    void noRolesForAResourceAreNotAllUsers() {
        CacheControlBuilder builder =
                CacheControl.builder().resource("nuts", new HandLoads().cache(), noKeys -> Set.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.refreshRoles("nuts", new String[0]))
                .withMessage("no role may refresh 'nuts'; name one, or leave the call out for all users");
        try (CacheControl control = builder.refreshRoles("nuts", "squirrel", "squirrel")
                .adminRoles("admin", "admin")
                .build()) {
            assertThat(control.roles()).containsExactlyInAnyOrder("squirrel", "admin");
        }
    }

    @Test
    void nullsAreRefusedByName() {
        CacheControlBuilder builder =
                CacheControl.builder().resource("nuts", new HandLoads().cache(), noKeys -> Set.of());
        Map<String, Runnable> calls = Map.of(
                "the title must not be null", () -> builder.refreshRoles(null, "squirrel"),
                "the names of roles must not be null", () -> builder.adminRoles((String[]) null),
                "the name of a role must not be null", () -> builder.refreshRoles("nuts", (String) null),
                "fastAnswer must not be null", () -> builder.fastAnswer(null),
                "retention must not be null", () -> builder.retention(null));
        calls.forEach((message, call) ->
                assertThatNullPointerException().isThrownBy(call::run).withMessage(message));
    }

    @Test
    void rolesAreThoseOfResourcesThatAreDeclared() {
        CacheControlBuilder builder = CacheControl.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.refreshRoles("nuts", "squirrel"))
                .withMessageContaining("no resource 'nuts'");
    }
}
