package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the end points answer, row by row. */
@ParameterizedClass
@EnumSource(Stack.class)
class RowsTest {

    @Parameter
    Stack stack;

    private final LogCapture log = new LogCapture("org.larder.rest");
    private RestRig rig;

    private RestRig rig() {
        return rig(builder -> builder);
    }

    private RestRig rig(UnaryOperator<CacheControlBuilder> more) {
        rig = new RestRig(stack, more);
        return rig;
    }

    @AfterEach
    void close() {
        rig.close();
        log.close();
    }

    @Test
    @Tag("S2-1")
    void theListIsAnArrayOfEntriesWithFiveMembers() {
        rig();
        HttpResponse<String> empty = rig.get("/");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEqualTo("[]");
        assertThat(empty.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                .isEqualTo("application/json;charset=utf-8");

        rig.refreshFruits(2026);
        HttpResponse<String> list = rig.get("/");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(RestRig.json(list).isArray()).isTrue();
        assertThat(rig.list(RestRig.ANN))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fieldNames())
                        .toIterable()
                        .containsExactly("user", "device", "sync_datetime", "version", "etag"));
        assertThat(list.body()).doesNotContainAnyWhitespaces();
    }

    @Test
    void theListIsAlsoThereWithoutTheSlash() {
        rig();
        assertThat(rig.get("").body()).isEqualTo("[]");
        String id = rig.refreshFruits(2026);
        assertThat(RestRig.json(rig.get("/state?task_id=" + id))
                        .get("task_state")
                        .asText())
                .isEqualTo("SUCCESS");
        assertThat(rig.send(rig.request("/refresh")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"resource_title\":\"nuts\"}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("S2-2")
    void theUserIsTheNameAndNeverTheToken() {
        rig(builder -> builder.verifier(token -> token.equals("secret1") ? Caller.of("ann") : null));
        RestRig.taskId(rig.send(rig.refreshRequest("secret1", "{\"resource_title\":\"fruits\",\"year\":2026}")));
        HttpResponse<String> list = rig.send(rig.request("/", "secret1"));
        assertThat(list.body()).contains("\"user\":\"ann\"").doesNotContain("secret1");
    }

    @Test
    @Tag("S2-3")
    void theDeviceIsTheHeaderOrNull() {
        rig();
        rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}", "X-Device-Id", "d1");
        assertThat(rig.get("/").body()).contains("\"device\":\"d1\"");
        rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}");
        assertThat(rig.get("/").body()).contains("\"device\":null");
        assertThat(rig.list(RestRig.ANN)).hasSize(2);
    }

    @Test
    @Tag("S2-4")
    void theTimeOfTheLastLoadIsInUtc() {
        rig();
        rig.refreshFruits(2026);
        assertThat(rig.get("/").body()).contains("\"sync_datetime\":\"2026-03-10T10:00:00Z\"");
        rig.now.updateAndGet(now -> now.plusNanos(7_000_001));
        rig.refreshFruits(2026);
        assertThat(rig.get("/").body()).contains("\"sync_datetime\":\"2026-03-10T10:00:00.007Z\"");
    }

    @Test
    @Tag("S2-5")
    void theVersionCountsLoadsAlsoIfNothingChanged() {
        rig();
        rig.nutCache.clear();
        assertThat(RestRig.json(rig.refresh("{\"resource_title\":\"nuts\"}"))
                        .get("task_state")
                        .asText())
                .isEqualTo("SUCCESS");
        assertThat(version()).as("a load of nothing").isEqualTo(1);
        rig.refresh("{\"resource_title\":\"nuts\"}");
        rig.refresh("{\"resource_title\":\"nuts\"}");
        assertThat(version()).isEqualTo(3);
    }

    @Test
    @Tag("S2-5")
    void theVersionIsZeroBeforeTheFirstLoad() {
        rig();
        rig.fruits.source = year -> {
            throw new IllegalStateException("no fruits");
        };
        rig.refreshFruits(2026);
        assertThat(version()).isZero();
        assertThat(rig.get("/").body()).contains("\"sync_datetime\":null");
        rig.fruits.source = year -> null;
        rig.refreshFruits(2026);
        assertThat(version()).as("a load that found nothing").isEqualTo(1);
    }

    private int version() {
        return rig.list(RestRig.ANN).get(0).get("version").asInt();
    }

    @Test
    @Tag("S2-6")
    void theEtagIsStrongAndChangesWithTheVersion() {
        rig();
        rig.refreshFruits(2026);
        HttpResponse<String> first = rig.get("/");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(etag).matches("\"[^\"]+\"");
        assertThat(rig.get("/").headers().firstValue("ETag")).contains(etag);

        HttpResponse<String> unchanged = rig.get("/", "If-None-Match", etag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.headers().firstValue("ETag")).contains(etag);
        assertThat(rig.get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);

        String entry = rig.list(RestRig.ANN).get(0).get("etag").asText();
        rig.refreshFruits(2026);
        HttpResponse<String> changed = rig.get("/", "If-None-Match", etag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(etag);
        assertThat(rig.list(RestRig.ANN).get(0).get("etag").asText()).isNotEqualTo(entry);
    }

    @Test
    @Tag("S2-6")
    void anotherStartHasOtherEtagsForTheSameVersions() {
        rig();
        rig.refreshFruits(2026);
        String entry = rig.list(RestRig.ANN).get(0).get("etag").asText();
        String etag = rig.get("/").headers().firstValue("ETag").orElseThrow();
        rig.close();
        rig();
        rig.refreshFruits(2026);
        assertThat(rig.list(RestRig.ANN).get(0).get("etag").asText()).isNotEqualTo(entry);
        assertThat(rig.get("/", "If-None-Match", etag).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("S2-7")
    void aRefreshLoadsTheKeysThatItsParametersMean() {
        rig();
        rig.fruitCache.put(2025L, "old");
        rig.fruitCache.put(2026L, "old");
        HttpResponse<String> taken = rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}");
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(RestRig.json(taken).fieldNames()).toIterable().containsExactly("task_id", "task_state");
        assertThat(UUID.fromString(RestRig.taskId(taken))).hasToString(RestRig.taskId(taken));
        assertThat(RestRig.json(taken).get("task_state").asText()).isEqualTo("SUCCESS");
        assertThat(rig.fruits.loaded).containsExactly(2026L);
        assertThat(rig.fruitCache.get(2026L)).isEqualTo("fruits of 2026");
        assertThat(rig.fruitCache.get(2025L)).isEqualTo("old");
    }

    @Test
    void aRefreshWithoutParametersLoadsAllKnownKeysInBatches() {
        rig(builder -> builder.batchKeys(2));
        for (long year = 1; year <= 5; year++) {
            rig.fruitCache.put(year, "old");
        }
        rig.refresh("{\"resource_title\":\"fruits\"}");
        assertThat(rig.fruits.loaded).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(rig.fruitCache.get(5L)).isEqualTo("fruits of 5");
        assertThat(version()).isEqualTo(1);
    }

    @Test
    @Tag("S2-8")
    void theAnswerAboutATaskIsCompact() {
        rig();
        HttpResponse<String> success = rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}");
        assertThat(success.body()).matches("\\{\"task_id\":\"[0-9a-f-]{36}\",\"task_state\":\"SUCCESS\"}");
        assertThat(success.headers().firstValue("Content-Length")).contains("73");
        HttpResponse<String> state = rig.stateOf(RestRig.taskId(success));
        assertThat(state.body()).isEqualTo(success.body());
        assertThat(state.headers().firstValue("Content-Length")).contains("73");

        rig.close();
        rig(builder -> builder.fastAnswer(Duration.ZERO));
        rig.fruits.source = rig.fruits::late;
        rig.refreshFruits(2026);
        HttpResponse<String> pending = rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}");
        assertThat(pending.body()).endsWith("\"task_state\":\"PENDING\"}");
        assertThat(pending.headers().firstValue("Content-Length")).contains("73");
    }

    @Test
    @Tag("S2-9")
    void theStateFollowsTheTask() {
        rig(builder -> builder.fastAnswer(Duration.ZERO));
        rig.fruits.source = rig.fruits::late;
        String id = rig.refreshFruits(2026);
        assertThat(rig.state(id)).isIn("PENDING", "STARTED");
        rig.fruits.release();
        await().untilAsserted(() -> assertThat(rig.state(id)).isEqualTo("SUCCESS"));

        rig.fruits.source = year -> {
            throw new IllegalStateException("no fruits");
        };
        String failing = rig.refreshFruits(2026);
        await().untilAsserted(() -> assertThat(rig.state(failing)).isEqualTo("FAILURE"));
        assertThat(rig.fruitCache.get(2026L)).as("the entry before the failure").isEqualTo("late fruits of 2026");
    }

    @Test
    @Tag("S2-10")
    void refreshesOfAResourceAreDoneInOrderAndThoseOfOthersMeanwhile() {
        rig(builder -> builder.fastAnswer(Duration.ZERO));
        rig.fruits.source = rig.fruits::late;
        List<String> ids = List.of(rig.refreshFruits(3), rig.refreshFruits(1), rig.refreshFruits(2));
        String other = RestRig.taskId(rig.refresh("{\"resource_title\":\"nuts\"}"));
        await().untilAsserted(() -> assertThat(rig.state(other)).isEqualTo("SUCCESS"));
        assertThat(rig.state(ids.get(1))).isEqualTo("PENDING");
        await().untilAsserted(() -> assertThat(rig.fruits.loaded).containsExactly(3L));

        rig.fruits.release();
        await().untilAsserted(() -> assertThat(rig.state(ids.get(2))).isEqualTo("SUCCESS"));
        assertThat(rig.fruits.loaded).containsExactly(3L, 1L, 2L);
        assertThat(rig.state(ids.get(0))).isEqualTo("SUCCESS");
        assertThat(rig.state(ids.get(1))).isEqualTo("SUCCESS");
    }

    @Test
    @Tag("S2-11")
    void aFastRefreshIsDoneInTheAnswerAndASlowOneIsPending() {
        rig(); // which waits as long as need be
        assertThat(rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}").body())
                .contains("\"SUCCESS\"");
        rig.close();
        rig(builder -> builder.fastAnswer(Duration.ofMillis(250)));
        rig.fruits.source = rig.fruits::late; // later than any answer
        assertThat(rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}").body())
                .contains("\"PENDING\"");
    }
}
