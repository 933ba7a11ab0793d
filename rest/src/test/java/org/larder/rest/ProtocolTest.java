package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ext.ContextResolver;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Methods, headers and errors. */
@ParameterizedClass
@EnumSource(Stack.class)
class ProtocolTest {

    private static final String STATE = "/state/?task_id=" + UUID.randomUUID();

    @Parameter
    Stack stack;

    private RestRig rig;

    private RestRig rig() {
        rig = new RestRig(stack);
        return rig;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("S2-13")
    void methodsThatAreNotThereAreRefusedWithThoseThatAre() {
        rig();
        HttpResponse<String> answer = rig.get("/refresh/");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST, OPTIONS");
        assertThat(RestRig.json(answer).get("detail").isTextual()).isTrue();
        for (String method : List.of("PUT", "DELETE", "PATCH", "HEAD")) {
            assertRefused(method, "/refresh/", "POST, OPTIONS");
        }
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertRefused(method, "/", "GET, HEAD, OPTIONS");
            assertRefused(method, STATE, "GET, HEAD, OPTIONS");
        }
    }

    private void assertRefused(String method, String path, String allow) {
        HttpResponse<String> answer = rig.send(rig.request(path).method(method, BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allow);
    }

    @Test
    @Tag("S2-13")
    void allAnswersHaveTheHeaders() {
        rig();
        String state = "/state/?task_id=" + rig.refreshFruits(2026);
        for (String path : List.of("/", state)) {
            HttpResponse<String> answer = rig.get(path);
            assertHeaders(answer, "GET, HEAD, OPTIONS");
            assertThat(answer.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
            assertHeaders(
                    rig.get(
                            path,
                            "If-None-Match",
                            answer.headers().firstValue("ETag").orElseThrow()),
                    "GET, HEAD, OPTIONS");
        }
        HttpResponse<String> taken = rig.refresh("{\"resource_title\":\"nuts\"}");
        assertHeaders(taken, "POST, OPTIONS");
        assertThat(taken.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
        assertHeaders(rig.get("/refresh/"), "POST, OPTIONS");
        assertHeaders(rig.refresh("{}"), "POST, OPTIONS");
        assertHeaders(rig.get(STATE), "GET, HEAD, OPTIONS");
        assertHeaders(rig.send(rig.bare("/")), "GET, HEAD, OPTIONS");
    }

    private static void assertHeaders(HttpResponse<String> answer, String allow) {
        assertThat(answer.headers().firstValue("Allow")).contains(allow);
        assertThat(answer.headers().firstValue("Vary")).contains("Origin, Cookie");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("SAMEORIGIN");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-cache");
    }

    @Test
    void optionsTellTheMethods() {
        rig();
        HttpRequest.Builder list = rig.request("/").method("OPTIONS", BodyPublishers.noBody());
        assertHeaders(rig.send(list), "GET, HEAD, OPTIONS");
        HttpRequest.Builder refresh = rig.request("/refresh/").method("OPTIONS", BodyPublishers.noBody());
        assertHeaders(rig.send(refresh), "POST, OPTIONS");
        assertThat(rig.send(refresh).statusCode()).isEqualTo(200);
    }

    @Test
    void headIsGetWithoutTheBody() {
        rig();
        rig.refreshFruits(2026);
        HttpResponse<String> get = rig.get("/");
        HttpResponse<String> head = rig.send(rig.request("/").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag")).isEqualTo(get.headers().firstValue("ETag"));
        assertHeaders(head, "GET, HEAD, OPTIONS");
    }

    @Test
    @Tag("S2-14")
    void whatIsWrongIsToldInJson() {
        rig();
        HttpResponse<String> untitled = rig.refresh("{\"year\":2026}");
        assertThat(untitled.statusCode()).isEqualTo(400);
        assertThat(RestRig.json(untitled).get("resource_title").isArray()).isTrue();
        assertThat(RestRig.json(untitled).size()).isEqualTo(1);

        assertError(rig.refresh("{\"resource_title\":\"vegetables\"}"), 404, "detail");
        assertError(rig.get("/state/"), 400, "task_id");
        assertError(rig.get("/state/?task_id="), 400, "task_id");
        assertError(rig.get("/state/?task_id=1-2-3-4-5"), 400, "task_id");
        assertError(rig.get("/state/?task_id=%00"), 400, "task_id");
        for (String malformed : List.of(
                "",
                "{",
                "{\"resource_title\":\"nuts\"",
                "nuts",
                "[]",
                "[{}]",
                "\"nuts\"",
                "1",
                "null",
                "{'a':1}",
                "{\"resource_title\":\"nuts\"} nuts",
                "{\"resource_title\":\"nuts\"}{}",
                "{\"resource_title\":\"nuts\"}}",
                "{\"resource_title\":\"nuts\",\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}",
                "{\"a\":".repeat(10_000),
                "\u0000")) {
            HttpResponse<String> answer = rig.refresh(malformed);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as("answer to %s", malformed)
                    .startsWith("application/json");
            assertError(answer, 400, "detail");
        }
        for (String title : List.of("null", "1", "\"\"", "\" \"", "{}", "[\"nuts\"]")) {
            assertError(rig.refresh("{\"resource_title\":%s}".formatted(title)), 400, "resource_title");
        }
        assertThat(rig.list(RestRig.ANN)).as("nothing was taken").isEmpty();
    }

    @Test
    void parametersThatAreOfNoUseAreToldByName() {
        rig();
        assertError(rig.refresh("{\"resource_title\":\"fruits\",\"yaer\":2026}"), 400, "year");
        assertError(rig.refresh("{\"resource_title\":\"fruits\",\"year\":\"2026\"}"), 400, "year");
        assertError(rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026.5}"), 400, "year");
        assertError(rig.refresh("{\"resource_title\":\"fruits\",\"year\":1e400}"), 400, "year");
        assertError(rig.refresh("{\"resource_title\":\"fruits\",\"year\":100e2147483647}"), 400, "detail");
        assertError(rig.refresh("{\"resource_title\":\"nuts\",\"\\ud800\":1}"), 400, "?");
        assertError(rig.refresh("{\"resource_title\":\"fruits\",\"year\":99999999999999999999}"), 400, "year");
        assertError(rig.refresh("{\"resource_title\":\"nuts\",\"year\":2026}"), 400, "year");
        assertError(rig.refresh("{\"resource_title\":\"nuts\"}", "X-Device-Id", "d".repeat(256)), 400, "X-Device-Id");
        assertThat(rig.list(RestRig.ANN)).as("nothing was taken").isEmpty();
    }

    @Test
    void textThatIsNotInUtf8IsRefused() {
        rig();
        byte[] latin = "{\"resource_title\":\"nuts\",\"ä\":1}".getBytes(StandardCharsets.ISO_8859_1);
        HttpRequest.Builder request = rig.request("/refresh/")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(latin));
        assertError(rig.send(request), 400, "detail");
    }

    @Test
    void theSameParametersInAnotherFormAreTheSameEntry() {
        rig();
        rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026,\"kind\":{\"a\":1,\"b\":[1.50,true,null,\"x\"]}}");
        rig.refresh("{\"kind\":{\"b\":[1.5,true,null,\"x\"],\"a\":1},\"year\":2026,\"resource_title\":\"fruits\"}");
        rig.refresh("{\"kind\":{\"b\":[1.5,true,null,\"x\"],\"a\":\"1\"},\"year\":2026,\"resource_title\":\"fruits\"}");
        assertThat(rig.list(RestRig.ANN).stream()
                        .map(entry -> entry.get("version").asInt()))
                .containsExactly(2, 1);
    }

    @Test
    void theBodyMustSayThatItIsJson() {
        rig();
        assertError(rig.send(rig.request("/refresh/").POST(BodyPublishers.ofString("{}"))), 415, "detail");
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "*/*")) {
            HttpRequest.Builder request = rig.request("/refresh/")
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("{\"resource_title\":\"nuts\"}"));
            assertError(rig.send(request), 415, "detail");
        }
        HttpRequest.Builder request = rig.request("/refresh/")
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString("{\"resource_title\":\"nuts\"}"));
        assertThat(rig.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("S2-15")
    void aTaskThatIsNotKnownIsNotFound() {
        rig();
        assertError(rig.get(STATE), 404, "detail");
        rig.close();
        rig = new RestRig(stack, CacheControlBuilder::unknownTasksPending);
        HttpResponse<String> answer = rig.get(STATE);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(RestRig.json(answer).get("task_state").asText()).isEqualTo("PENDING");
        assertThat(answer.headers().firstValue("Content-Length")).contains("73");

        String state = "/state/?task_id=" + rig.refreshFruits(2026);
        assertThat(rig.get(state).body()).contains("SUCCESS");
        assertThat(rig.send(rig.request(state, RestRig.BOB)).body())
                .as("a task of somebody else")
                .contains("PENDING");
    }

    @Test
    @Tag("S2-6")
    void tagsAreKnownInAllWaysToSendThem() {
        rig();
        HttpResponse<String> list = rig.get("/");
        String quoted = list.headers().firstValue("ETag").orElseThrow();
        String bare = quoted.replace("\"", "");
        for (String known : List.of(quoted, bare, "W/" + quoted, "\"other\", " + quoted, "x,y ," + bare, "*")) {
            assertThat(rig.get("/", "If-None-Match", known).statusCode())
                    .as(known)
                    .isEqualTo(304);
        }
        for (String other : List.of("\"other\"", "other", bare + "0", "\"", ",", "\"" + bare)) {
            assertThat(rig.get("/", "If-None-Match", other).statusCode())
                    .as(other)
                    .isEqualTo(200);
        }
        for (String wanted : List.of(quoted, bare, "\"other\", " + quoted, "*")) {
            assertThat(rig.get("/", "If-Match", wanted).statusCode()).as(wanted).isEqualTo(200);
        }
        for (String other : List.of("\"other\"", "other", "W/" + quoted)) {
            HttpResponse<String> refused = rig.get("/", "If-Match", other);
            assertError(refused, 412, "detail");
            assertHeaders(refused, "GET, HEAD, OPTIONS");
        }
    }

    @Test
    @Tag("S2-8")
    void answersAreTheSameWhateverTheJsonOfTheApplicationIsSetTo() {
        rig = new RestRig(stack, builder -> builder, new OwnJackson(), new OwnJsonB(), Own.class);
        HttpResponse<String> own = rig.get("own");
        assertThat(own.body()).as("what the application wants").contains("\n");

        HttpResponse<String> taken = rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}");
        assertThat(taken.body()).matches("\\{\"task_id\":\"[0-9a-f-]{36}\",\"task_state\":\"SUCCESS\"}");
        assertThat(taken.headers().firstValue("Content-Length")).contains("73");
        assertThat(rig.get("/").body())
                .matches(
                        "\\[\\{\"user\":\"ann\",\"device\":null,\"sync_datetime\":\"2026-03-10T10:00:00Z\",\"version\":1,\"etag\":\"[0-9a-f]{32}\"}]");
        assertThat(rig.get("/state/?task_id=").body())
                .isEqualTo("{\"task_id\":[\"This query parameter is required.\"]}");
    }

    /** An end point of the application. */
    @Path("v1/cacheown")
    public static final class Own {

        @GET
        @Produces("application/json")
        public Map<String, Object> own() {
            Map<String, Object> own = new HashMap<>();
            own.put("present", 1);
            own.put("absent", null);
            return own;
        }
    }

    private static final class OwnJackson implements ContextResolver<ObjectMapper> {

        @Override
        public ObjectMapper getContext(Class<?> type) {
            return JsonMapper.builder()
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                    .build();
        }
    }

    private static final class OwnJsonB implements ContextResolver<Jsonb> {

        @Override
        public Jsonb getContext(Class<?> type) {
            return JsonbBuilder.create(new JsonbConfig().withFormatting(true).withNullValues(false));
        }
    }

    @Test
    @Tag("S2-14")
    void whereNothingIsEverybodyIsToldSoInJson() {
        rig();
        for (String path : List.of("/x", "/x/", "/refresh/x", "/state/x/y", "/openapi.json/x", "/refreshing")) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
                HttpResponse<String> nobody = rig.send(rig.bare(path).method(method, BodyPublishers.noBody()));
                assertThat(nobody.statusCode()).as("%s %s", method, path).isEqualTo(401);
                HttpResponse<String> answer = rig.send(rig.request(path).method(method, BodyPublishers.noBody()));
                assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(404);
                assertThat(answer.headers().firstValue("Allow")).isEmpty();
                if (!method.equals("HEAD")) {
                    assertError(nobody, 401, "detail");
                    assertError(answer, 404, "detail");
                }
            }
        }
    }

    private static void assertError(HttpResponse<String> answer, int status, String member) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode json = RestRig.json(answer);
        assertThat(json.isObject()).isTrue();
        assertThat(json.has(member)).as(answer.body()).isTrue();
    }
}
