package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The description beside what the end points do. */
@ParameterizedClass
@EnumSource(Stack.class)
class OpenApiTest {

    private static final String NUTS = "{\"resource_title\":\"nuts\"}";

    @Parameter
    Stack stack;

    private final Map<String, Set<String>> seen = new HashMap<>();
    private final LogCapture log = new LogCapture("org.larder.rest");
    private RestRig rig;
    private JsonNode document;

    private void rig() {
        rig = new RestRig(
                stack,
                builder -> builder.fastAnswer(Duration.ZERO).maxWaiting(1).refreshRoles("nuts", "nut-lover"));
        document = RestRig.json(rig.get("/openapi.json"));
    }

    @AfterEach
    void close() {
        rig.close();
        log.close();
    }

    @Test
    void pathsAndMethodsAreThoseOfTheEndPoints() {
        rig();
        assertThat(names(document.get("paths")))
                .containsExactlyInAnyOrder("/", "/refresh/", "/state/", "/openapi.json");
        document.get("paths").fields().forEachRemaining(path -> {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
                int status = rig.send(rig.request(path.getKey()).method(method, BodyPublishers.noBody()))
                        .statusCode();
                assertThat(status != 405)
                        .as("%s %s: %d", method, path.getKey(), status)
                        .isEqualTo(path.getValue().has(method.toLowerCase(Locale.ROOT)));
            }
        });
    }

    @Test
    void membersAreThoseOfTheAnswers() {
        rig();
        HttpResponse<String> taken = rig.refresh(NUTS);
        assertMembers("Task", RestRig.json(taken));
        assertMembers("Task", RestRig.json(rig.stateOf(RestRig.taskId(taken))));
        assertMembers("Entry", rig.list(RestRig.ANN).get(0));
        List<String> states = new ArrayList<>();
        schema("Task").get("properties").get("task_state").get("enum").forEach(state -> states.add(state.asText()));
        assertThat(states)
                .containsExactlyElementsOf(
                        Arrays.stream(TaskState.values()).map(TaskState::name).toList());
        assertThat(schema("Refresh").get("required").get(0).asText()).isEqualTo("resource_title");
    }

    private void assertMembers(String schema, JsonNode answer) {
        assertThat(names(answer)).isEqualTo(names(schema(schema).get("properties")));
        assertThat(schema(schema).get("required")).hasSize(answer.size());
    }

    private JsonNode schema(String name) {
        return document.get("components").get("schemas").get(name);
    }

    @Test
    void statusesAndHeadersAreThoseOfTheAnswers() {
        rig();
        String id = RestRig.taskId(rig.refresh(NUTS));
        assertDescribed("/", "get", rig.get("/"));
        assertDescribed("/", "get", rig.get("/", "If-None-Match", "*"));
        assertDescribed("/", "get", rig.get("/", "If-Match", "\"other\""));
        assertDescribed("/", "get", rig.send(rig.bare("/")));
        assertDescribed("/state/", "get", rig.stateOf(id));
        assertDescribed("/state/", "get", rig.stateOf(UUID.randomUUID().toString()));
        assertDescribed("/state/", "get", rig.stateOf("x"));
        assertDescribed("/state/", "get", rig.get("/state/?task_id=" + id, "If-None-Match", "*"));
        assertDescribed("/state/", "get", rig.get("/state/?task_id=" + id, "If-Match", "\"other\""));
        assertDescribed("/openapi.json", "get", rig.get("/openapi.json"));
        assertDescribed("/openapi.json", "get", rig.get("/openapi.json", "If-None-Match", "*"));
        assertDescribed("/openapi.json", "get", rig.get("/openapi.json", "If-Match", "\"other\""));
        assertDescribed("/refresh/", "post", rig.refresh(NUTS));
        assertDescribed("/refresh/", "post", rig.send(rig.refreshRequest(RestRig.BOB, NUTS)));
        assertDescribed("/refresh/", "post", rig.refresh("{}"));
        assertDescribed("/refresh/", "post", rig.refresh("{\"resource_title\":\"x\"}"));
        assertDescribed("/refresh/", "post", rig.refresh(" ".repeat(70_000)));
        assertDescribed("/refresh/", "post", rig.send(rig.request("/refresh/").POST(BodyPublishers.noBody())));
        rig.fruits.source = rig.fruits::late;
        rig.refreshFruits(1);
        rig.refreshFruits(2);
        assertDescribed("/refresh/", "post", rig.refresh("{\"resource_title\":\"fruits\",\"year\":3}"));
        rig.control.close();
        assertDescribed("/refresh/", "post", rig.refresh(NUTS));
        assertThat(seen.get("/")).containsExactlyInAnyOrder("200", "304", "401", "412");
        assertThat(seen.get("/state/")).containsExactlyInAnyOrder("200", "304", "400", "404", "412");
        assertThat(seen.get("/openapi.json")).containsExactlyInAnyOrder("200", "304", "412");
        assertThat(seen.get("/refresh/"))
                .containsExactlyInAnyOrder("200", "400", "403", "404", "413", "415", "429", "503");
    }

    private void assertDescribed(String path, String method, HttpResponse<String> answer) {
        String status = Integer.toString(answer.statusCode());
        seen.computeIfAbsent(path, key -> new TreeSet<>()).add(status);
        JsonNode response =
                document.get("paths").get(path).get(method).get("responses").get(status);
        assertThat(response).as("%s %s answers %s", method, path, status).isNotNull();
        if (response.has("$ref")) {
            response = document.at(response.get("$ref").asText().substring(1));
        }
        for (String header : names(response.get("headers"))) {
            assertThat(answer.headers().firstValue(header))
                    .as("%s of %s", header, status)
                    .isPresent();
        }
        if (answer.statusCode() == 304) {
            assertThat(response.has("content")).isFalse();
        } else {
            assertThat(names(response.get("content"))).containsExactly("application/json");
        }
    }

    @Test
    void everythingMayBeRefusedToNobodyAndMayFail() {
        rig = new RestRig(
                stack,
                builder -> builder.verifier(token -> {
                    if (token.startsWith("broken")) {
                        throw new IllegalStateException("broken");
                    }
                    return token.equals(RestRig.ANN) ? Caller.of("ann") : null;
                }));
        document = RestRig.json(rig.get("/openapi.json"));
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    String name = method.toUpperCase(Locale.ROOT);
                    for (HttpRequest.Builder request :
                            List.of(rig.bare(path.getKey()), rig.request(path.getKey(), "broken-secret-token"))) {
                        assertDescribed(path.getKey(), method, rig.send(request.method(name, BodyPublishers.noBody())));
                    }
                }));
        assertThat(log.messages()).allMatch(message -> message.contains("could not be checked"));
        assertThat(seen.values())
                .hasSize(4)
                .allSatisfy(statuses -> assertThat(statuses).containsExactly("401", "500"));
    }

    @Test
    void referencesLeadSomewhere() {
        rig();
        document.findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(document.get("paths")
                        .get("/state/")
                        .get("get")
                        .get("parameters")
                        .get(0)
                        .get("name")
                        .asText())
                .isEqualTo("task_id");
        assertThat(document.get("paths")
                        .get("/refresh/")
                        .get("post")
                        .get("parameters")
                        .get(0)
                        .get("name")
                        .asText())
                .isEqualTo("X-Device-Id");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
