package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More refreshes than there is room for. */
class ManyRefreshesTest {

    private static final String FRUITS = "{\"resource_title\":\"fruits\",\"year\":2026}";

    private final ExecutorService clients = Executors.newFixedThreadPool(16);
    private RestRig rig;

    private void rig(UnaryOperator<CacheControlBuilder> more) {
        rig = new RestRig(Stack.LARDER_AND_JACKSON, builder -> more.apply(builder.fastAnswer(Duration.ZERO)));
    }

    @AfterEach
    void close() {
        clients.shutdownNow();
        rig.close();
    }

    @Test
    @Tag("S2-17")
    void aHundredThousandRefreshesLeaveNoMoreThanTheyMay() {
        rig(builder -> builder.maxFinishedTasks(50)
                .maxEntriesPerUser(20)
                .maxWaiting(10)
                .fastAnswer(Duration.ofSeconds(20)));
        Caller ann = Caller.of("ann");
        for (int i = 0; i < 100_000; i++) {
            RefreshParameters parameters = RefreshParameters.of(Map.of("year", i % 1_000));
            RefreshTask task = rig.control.refresh(ann, null, "fruits", parameters);
            assertThat(task.state()).isEqualTo(TaskState.SUCCESS);
            assertThat(rig.control.taskCount()).isLessThanOrEqualTo(51);
        }
        assertThat(rig.list(RestRig.ANN)).hasSize(20);
    }

    @Test
    void tenThousandRefreshesAtOnceAreBounded() {
        rig(builder -> builder.maxWaiting(100));
        rig.fruits.source = rig.fruits::late;
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> rig.refresh(FRUITS), clients));
        }
        List<String> taken = new ArrayList<>();
        int refused = 0;
        for (CompletableFuture<HttpResponse<String>> coming : answers) {
            HttpResponse<String> answer = coming.join();
            if (answer.statusCode() == 200) {
                taken.add(RestRig.taskId(answer));
            } else {
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                        .isBetween(1L, 60L);
                assertThat(RestRig.json(answer).has("detail")).isTrue();
                refused++;
            }
        }
        assertThat(taken).as("the one at work and those that wait").hasSize(101);
        assertThat(refused).isEqualTo(9_899);
        assertThat(rig.control.taskCount()).isEqualTo(101);
        assertThat(RestRig.taskId(rig.refresh("{\"resource_title\":\"nuts\"}")))
                .as("another resource")
                .isNotEmpty();
        rig.fruits.release();
        await().untilAsserted(() ->
                assertThat(taken).allSatisfy(id -> assertThat(rig.state(id)).isEqualTo("SUCCESS")));
        assertThat(rig.list(RestRig.ANN).stream()
                        .map(entry -> entry.get("version").asInt()))
                .contains(101);
    }
}
