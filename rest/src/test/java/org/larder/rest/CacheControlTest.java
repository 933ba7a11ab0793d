package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
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
            CacheControl.Builder builder = CacheControl.builder().resource("things", cache);
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessage(
                            "resource 'things': the cache 'plain' has no loader, so nothing of it can be refreshed; set one in its configuration");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        try (RestRig rig = new RestRig(Stack.LARDER_AND_JACKSON)) {
            CacheControl.Builder builder = CacheControl.builder().resource("fruits", rig.fruitCache);
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
                    parameters -> LongStream.range(0, parameters.integer("to"))
                            .boxed()
                            .toList(),
                    2,
                    3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ranges.load(RefreshParameters.of(Map.of("to", 4))))
                    .withMessage("These are 4 entries; 3 can be refreshed at a time.");

            LongStream.range(0, 3).forEach(year -> rig.fruitCache.put(year, "old"));
            assertThat(rig.state(RestRig.taskId(rig.refresh("{\"resource_title\":\"fruits\"}"))))
                    .isEqualTo("SUCCESS");
            rig.fruits.loaded.clear();
            rig.fruitCache.put(3L, "old");
            assertThat(rig.state(RestRig.taskId(rig.refresh("{\"resource_title\":\"fruits\"}"))))
                    .isEqualTo("FAILURE");
            assertThat(rig.fruits.loaded).isEmpty();
            assertThat(log.messages()).anyMatch(message -> message.contains("more than 3 entries"));
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
                        Fingerprint.of("")))
                .doesNotHaveDuplicates()
                .allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{32}"));
    }

    @Test
    void anExecutorThatTakesNothingLetsRefreshesFail() {
        try (LogCapture log = new LogCapture("org.larder.rest");
                RestRig rig = new RestRig(
                        Stack.LARDER_AND_JACKSON,
                        builder -> builder.executor(work -> {
                            throw new RejectedExecutionException("full");
                        }))) {
            assertThat(rig.state(rig.refreshFruits(1))).isEqualTo("FAILURE");
            assertThat(rig.state(rig.refreshFruits(2))).isEqualTo("FAILURE");
            assertThat(log.messages()).anyMatch(message -> message.contains("full"));
        }
    }
}
