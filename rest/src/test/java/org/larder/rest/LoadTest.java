package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.ws.rs.container.ContainerRequestFilter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Much at once, what hangs, and what breaks off. */
@ParameterizedClass
@EnumSource(Stack.class)
class LoadTest {

    private static final String FRUITS = "{\"resource_title\":\"fruits\",\"year\":2026}";

    @Parameter
    Stack stack;

    private final LogCapture log = new LogCapture("org.larder.rest");
    private final ManualLimits limits = new ManualLimits();
    private RestRig rig;

    private RestRig rig(UnaryOperator<CacheControlBuilder> more) {
        rig = new RestRig(stack, builder -> more.apply(builder.fastAnswer(Duration.ZERO)));
        return rig;
    }

    @AfterEach
    void close() {
        rig.close();
        log.close();
    }

    @Test
    @Tag("S2-17")
    void aTaskIsForgottenSomeTimeAfterItsEnd() {
        rig(builder -> builder.retention(Duration.ofMinutes(5)).fastAnswer(Duration.ofSeconds(20)));
        String id = rig.refreshFruits(2026);
        rig.now.updateAndGet(now -> now.plusSeconds(299));
        assertThat(rig.stateOf(id).statusCode()).isEqualTo(200);
        rig.now.updateAndGet(now -> now.plusSeconds(1));
        assertThat(rig.stateOf(id).statusCode()).isEqualTo(404);
        assertThat(rig.control.taskCount()).isZero();
    }

    @Test
    void aLoaderThatHangsHasFailedAfterItsTimeAndOthersGoOn() {
        rig(builder -> builder.timeLimits(limits));
        rig.fruits.source = year -> year == 1 ? rig.fruits.late(year) : "fruits of " + year;
        String hanging = rig.refreshFruits(1);
        String next = rig.refreshFruits(2);
        awaitLoaded(1L);
        limits.expire();
        assertThat(rig.state(hanging)).isEqualTo("FAILURE");
        await().untilAsserted(() -> assertThat(rig.state(next)).isEqualTo("SUCCESS"));
        assertThat(log.messages()).anyMatch(message -> message.contains("took longer than PT10M"));

        rig.fruits.release();
        await("what was loaded late counts as a load")
                .untilAsserted(() -> assertThat(rig.list(RestRig.ANN).stream()
                                .map(entry -> entry.get("version").asInt()))
                        .containsExactly(1, 1));
        assertThat(rig.state(hanging)).isEqualTo("FAILURE");
    }

    @Test
    void theTimeOfALoadPassesByItself() {
        rig(builder -> builder.loadTimeout(Duration.ofMillis(1)));
        rig.fruits.source = rig.fruits::late;
        String hanging = rig.refreshFruits(1);
        await().untilAsserted(() -> assertThat(rig.state(hanging)).isEqualTo("FAILURE"));
    }

    @Test
    void noMoreThanThreeLoadsOfAResourceHang() {
        rig(builder -> builder.timeLimits(limits));
        rig.fruits.source = rig.fruits::late;
        for (long year = 1; year <= RefreshQueue.MAX_HANGING; year++) {
            String id = rig.refreshFruits(year);
            awaitLoaded(year);
            limits.expire();
            assertThat(rig.state(id)).isEqualTo("FAILURE");
        }
        HttpResponse<String> refused = rig.refresh(FRUITS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
        assertThat(rig.fruits.loaded).hasSize(RefreshQueue.MAX_HANGING);
        assertThat(RestRig.taskId(rig.refresh("{\"resource_title\":\"nuts\"}"))).isNotEmpty();

        rig.fruits.release();
        await().untilAsserted(() -> assertThat(rig.refresh(FRUITS).statusCode()).isEqualTo(200));
    }

    @Test
    void thoseThatWaitFailWhenTooManyHang() {
        rig(builder -> builder.timeLimits(limits));
        rig.fruits.source = rig.fruits::late;
        List<String> ids = new ArrayList<>();
        for (int year = 1; year <= 10; year++) {
            ids.add(rig.refreshFruits(year));
        }
        for (long year = 1; year <= RefreshQueue.MAX_HANGING; year++) {
            awaitLoaded(year);
            limits.expire();
        }
        assertThat(ids).allSatisfy(id -> assertThat(rig.state(id)).isEqualTo("FAILURE"));
        assertThat(rig.fruits.loaded).containsExactly(1L, 2L, 3L);
    }

    private void awaitLoaded(long year) {
        await().untilAsserted(() -> assertThat(rig.fruits.loaded).contains(year));
    }

    @Test
    void refreshesOfACacheThatIsClosedFail() {
        rig(builder -> builder);
        rig.fruitCache.close();
        String id = rig.refreshFruits(1);
        String all = RestRig.taskId(rig.refresh("{\"resource_title\":\"fruits\"}"));
        await().untilAsserted(() -> assertThat(rig.state(all)).isEqualTo("FAILURE"));
        assertThat(rig.state(id)).isEqualTo("FAILURE");
    }

    @Test
    void whatIsNotDoneWhenTheServerStopsIsReportedLost() {
        rig(builder -> builder);
        rig.fruits.source = rig.fruits::late;
        String running = rig.refreshFruits(1);
        String waiting = rig.refreshFruits(2);
        await().untilAsserted(() -> assertThat(rig.fruits.loaded).containsExactly(1L));
        assertThat(rig.state(running)).isEqualTo("STARTED");
        rig.control.close();
        assertThat(rig.state(running)).isEqualTo("FAILURE");
        assertThat(rig.state(waiting)).isEqualTo("FAILURE");
        HttpResponse<String> refused = rig.refresh(FRUITS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
        assertThat(log.messages()).anyMatch(message -> message.contains("2 refreshes of 'fruits' are lost"));
        rig.control.close();

        rig.fruits.release();
        await().untilAsserted(() -> assertThat(rig.fruitCache.get(1L)).isEqualTo("late fruits of 1"));
        assertThat(rig.fruits.loaded).containsExactly(1L);
        assertThat(rig.state(running)).isEqualTo("FAILURE");
    }

    @Test
    void whoWaitsForTheEndOfARefreshIsAnsweredWhenTheServerStops() {
        rig(builder -> builder.fastAnswer(Duration.ofDays(1)));
        rig.fruits.source = rig.fruits::late;
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> rig.refresh(FRUITS));
        awaitLoaded(2026L);
        rig.control.close();
        assertThat(answer.join().body()).contains("\"FAILURE\"");
    }

    @Test
    void aServerStopsAlsoWhileALoaderHangs() {
        rig(builder -> builder);
        rig.fruits.source = rig.fruits::late;
        rig.refreshFruits(1);
        RefreshTask waiting =
                rig.control.refresh(Caller.of("ann"), null, "fruits", RefreshParameters.of(Map.of("year", 2)));
        awaitLoaded(1L);
        rig.stop();
        assertThat(waiting.state()).isEqualTo(TaskState.FAILURE);
        rig.fruits.release();
        assertThat(rig.fruits.loaded).containsExactly(1L);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() {
        rig(builder -> builder);
        try (RawClient client = new RawClient(rig.port())) {
            client.send(head("Content-Length: 10485760")); // and not one byte of them
            assertThat(client.statusLine()).contains(" 413 ");
        }
        try (RawClient client = new RawClient(rig.port())) {
            client.send(head("Content-Length: 3000000000")); // more than an int can be
            assertThat(client.head()).contains(" 413 ").containsIgnoringCase("\nContent-Type: application/json");
        }
    }

    @Test
    void aBodyOfUnknownLengthIsReadNoFurtherThanTheLimit() {
        rig(builder -> builder.maxBodyBytes(1_024));
        try (RawClient client = new RawClient(rig.port())) {
            client.send(head("Transfer-Encoding: chunked"));
            client.send("401\r\n" + " ".repeat(1_025) + "\r\n"); // and no end
            assertThat(client.statusLine()).contains(" 413 ");
        }
        String title = "{\"resource_title\":\"nuts\"}";
        assertThat(rig.refresh(title + " ".repeat(1_024 - title.length())).statusCode())
                .isEqualTo(200);
        assertThat(rig.refresh(title + " ".repeat(1_025 - title.length())).statusCode())
                .isEqualTo(413);
    }

    @Test
    void clientsThatStopInTheMiddleTakeNobodysPlace() throws InterruptedException {
        int slowOnes = 3; // more than may wait for an answer, and than may wait for their turn
        CountDownLatch begun = new CountDownLatch(slowOnes);
        ContainerRequestFilter noting = request -> {
            if (request.getHeaderString("X-Device-Id") != null) {
                begun.countDown();
            }
        };
        rig = new RestRig(stack, builder -> builder.maxFastAnswers(1).maxWaiting(1), noting);
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < slowOnes; i++) {
            RawClient client = new RawClient(rig.port());
            client.send(head("X-Device-Id: slow\r\nContent-Length: 25"));
            client.send("{\"resource_ti");
            slow.add(client);
        }
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(rig.refresh(FRUITS).body()).contains("SUCCESS");
        assertThat(rig.list(RestRig.ANN)).as("nothing of the slow ones").hasSize(1);

        slow.get(0).send("tle\":\"nuts\"}");
        assertThat(slow.get(0).statusLine()).contains(" 200 ");
        slow.forEach(RawClient::close); // the others in the middle
        assertThat(rig.refresh(FRUITS).body()).contains("SUCCESS");
        assertThat(rig.list(RestRig.ANN)).as("one of the slow ones").hasSize(2);
    }

    private static String head(String length) {
        return """
                POST /api/v1/cache/refresh/ HTTP/1.1\r
                Host: 127.0.0.1\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                %s\r
                \r
                """.formatted(RestRig.ANN, length);
    }
}
