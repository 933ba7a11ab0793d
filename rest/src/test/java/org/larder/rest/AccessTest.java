package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what, and that tokens go nowhere. */
@ParameterizedClass
@EnumSource(Stack.class)
class AccessTest {

    private static final String NUTS = "{\"resource_title\":\"nuts\"}";

    @Parameter
    Stack stack;

    private final LogCapture log = new LogCapture("");
    private RestRig rig;

    private RestRig rig() {
        rig = new RestRig(stack);
        return rig;
    }

    @AfterEach
    void close() {
        rig.close();
        log.close();
    }

    @Test
    @Tag("S2-12")
    void nobodyIsServedWithoutABearerToken() {
        rig();
        String state = "/state/?task_id=" + UUID.randomUUID();
        for (HttpRequest.Builder request : List.of(
                rig.bare("/"),
                rig.bare("/").header("Authorization", RestRig.ANN),
                rig.bare("/").header("Authorization", "Basic YW5uOmFubg=="),
                rig.bare("/").header("Authorization", "Bearer"),
                rig.bare("/").header("Authorization", "Bearer ").header("X-Device-Id", "d1"),
                rig.request("/", "not-a-token-of-anybody"),
                rig.request("/", RestRig.ANN + "x"),
                rig.request("/").header("Authorization", "Bearer " + RestRig.BOB),
                rig.bare(state),
                rig.bare("/openapi.json"),
                rig.bare("/").method("OPTIONS", BodyPublishers.noBody()),
                rig.bare("/refresh/").header("Content-Type", "application/json").POST(BodyPublishers.ofString(NUTS)),
                rig.bare("/refresh/")
                        .header("Authorization", RestRig.ANN)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(NUTS)))) {
            HttpResponse<String> answer = rig.send(request);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Bearer");
            assertThat(RestRig.json(answer).get("detail").isTextual()).isTrue();
        }
        assertThat(rig.send(rig.bare("/")).headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"cache\"");
        assertThat(rig.send(rig.request("/", RestRig.ANN + "x")).headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"cache\", error=\"invalid_token\"");
        assertThat(rig.nuts.loaded).isEmpty();
        assertThat(rig.send(rig.bare("/").header("Authorization", "bearer " + RestRig.ANN))
                        .statusCode())
                .as("the scheme in any case")
                .isEqualTo(200);
    }

    @Test
    @Tag("S2-16")
    void aUserSeesOnlyTheirOwnEntriesAndTasksUnlessAdministrator() {
        rig();
        String id = rig.refreshFruits(2026);
        RestRig.taskId(rig.send(rig.refreshRequest(RestRig.BOB, NUTS)));

        String state = "/state/?task_id=" + id;
        HttpResponse<String> bobs = rig.send(rig.request(state, RestRig.BOB));
        assertThat(bobs.statusCode()).isEqualTo(404);
        HttpResponse<String> unknown = rig.send(rig.request("/state/?task_id=" + UUID.randomUUID(), RestRig.BOB));
        assertThat(bobs.body()).as("as if there was no such task").isEqualTo(unknown.body());
        assertThat(rig.send(rig.request(state, RestRig.ADMIN)).statusCode()).isEqualTo(200);

        assertThat(users(RestRig.ANN)).containsExactly("ann");
        assertThat(users(RestRig.BOB)).containsExactly("bob");
        assertThat(users(RestRig.ADMIN)).containsExactly("ann", "bob");
    }

    @Test
    void aRoleThatIsNotDeclaredIsWorthNothing() {
        rig = new RestRig(stack, CacheControlBuilder::adminRoles);
        rig.refreshFruits(2026);
        assertThat(users(RestRig.ADMIN)).isEmpty();
    }

    @Test
    void aResourceWithRolesIsRefreshedByTheirMembersAndAdministratorsOnly() {
        rig = new RestRig(stack, builder -> builder.refreshRoles("nuts", "squirrel", "nut-lover"));
        assertThat(rig.send(rig.refreshRequest(RestRig.ANN, NUTS)).statusCode()).isEqualTo(200);
        assertThat(rig.send(rig.refreshRequest(RestRig.ADMIN, NUTS)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = rig.send(rig.refreshRequest(RestRig.BOB, NUTS));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(RestRig.json(refused).get("detail").isTextual()).isTrue();
        assertThat(users(RestRig.BOB)).as("nothing was taken").isEmpty();
        assertThat(rig.send(rig.refreshRequest(RestRig.BOB, "{\"resource_title\":\"fruits\",\"year\":2026}"))
                        .statusCode())
                .as("a resource without roles")
                .isEqualTo(200);
    }

    @Test
    void keysCanDependOnWhoAsks() {
        rig();
        rig.fruitCache.put(7L, "of nobody");
        fruitsOf(RestRig.ANN);
        fruitsOf(RestRig.ADMIN);
        assertThat(rig.fruits.loaded).containsExactly(3L, 5L);
    }

    private void fruitsOf(String token) {
        HttpResponse<String> taken = rig.send(rig.refreshRequest(token, "{\"resource_title\":\"mine\"}"));
        assertThat(RestRig.json(taken).get("task_state").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void versionsOfOneUserDoNotCountLoadsOfAnother() {
        rig();
        rig.refreshFruits(2026);
        rig.refreshFruits(2026);
        RestRig.taskId(rig.send(rig.refreshRequest(RestRig.BOB, "{\"resource_title\":\"fruits\",\"year\":2026}")));
        assertThat(rig.list(RestRig.ANN).get(0).get("version").asInt()).isEqualTo(2);
        assertThat(rig.list(RestRig.BOB).get(0).get("version").asInt()).isEqualTo(1);
    }

    private List<String> users(String token) {
        return rig.list(token).stream().map(entry -> entry.get("user").asText()).toList();
    }

    @Test
    void whomTheContainerKnowsNeedsNoToken() {
        rig = new RestRig(stack, builder -> builder, new ContainerLogin());
        RestRig.taskId(rig.send(nutsOf("carol")));
        assertThat(rig.send(rig.bare("/").header("X-Login", "carol")).body()).contains("\"user\":\"carol\"");
        assertThat(rig.send(rig.bare("/").header("X-Login", "dan")).body()).isEqualTo("[]");
        assertThat(rig.send(rig.bare("/").header("X-Login", "cache-admin")).body())
                .contains("\"user\":\"carol\"");
        assertThat(rig.send(rig.bare("/")).statusCode()).isEqualTo(401);
    }

    @Test
    void rolesOfTheContainerCount() {
        rig = new RestRig(stack, builder -> builder.refreshRoles("nuts", "squirrel"), new ContainerLogin());
        for (String name : List.of("squirrel", "cache-admin")) {
            assertThat(rig.send(nutsOf(name)).statusCode()).as(name).isEqualTo(200);
        }
        assertThat(rig.send(nutsOf("carol")).statusCode()).isEqualTo(403);
    }

    private HttpRequest.Builder nutsOf(String login) {
        return rig.bare("/refresh/")
                .header("X-Login", login)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(NUTS));
    }

    @Test
    void whomTheContainerKnowsWithoutANameIsNobody() {
        rig = new RestRig(stack, builder -> builder, new ContainerLogin());
        for (String name : List.of("?", "??")) {
            assertThat(rig.send(rig.bare("/").header("X-Login", name)).statusCode())
                    .isEqualTo(401);
            assertThat(rig.send(rig.request("/").header("X-Login", name)).statusCode())
                    .as("with a token")
                    .isEqualTo(200);
        }
    }

    @Test
    void tokensAreNeitherLoggedNorShown() {
        rig = new RestRig(
                stack,
                builder -> builder.verifier(token -> {
                    if (token.startsWith("wrong")) {
                        throw new AssertionError("cannot check " + token);
                    }
                    if (token.startsWith("broken")) {
                        throw new IllegalStateException("cannot check " + token);
                    }
                    return token.equals(RestRig.ANN) ? Caller.of("ann") : null;
                }));
        rig.fruits.source = year -> {
            throw new IllegalStateException("no fruits");
        };
        List<HttpResponse<String>> answers = new ArrayList<>();
        answers.add(rig.get("/"));
        answers.add(rig.refresh("{\"resource_title\":\"fruits\",\"year\":2026}"));
        answers.add(rig.refresh("{\"resource_title\":\"%s\"}".formatted(RestRig.ANN)));
        answers.add(rig.refresh("{\"%s".formatted(RestRig.ANN)));
        answers.add(rig.get("/state/?task_id=" + RestRig.ANN));
        answers.add(rig.get("/"));
        answers.add(rig.send(rig.request("/", "not-the-secret-token")));
        answers.add(rig.send(rig.bare("/").header("Authorization", RestRig.ANN)));
        HttpResponse<String> broken = rig.send(rig.request("/", "broken-secret-token"));
        answers.add(broken);
        assertThat(broken.statusCode()).isEqualTo(500);
        HttpResponse<String> wrong = rig.send(rig.request("/", "wrong-secret-token"));
        answers.add(wrong);
        assertThat(wrong.body()).isEqualTo(broken.body());

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.body() + answer.headers().map()).doesNotContain("secret-token"));
        // Answers do not wait for the log.
        await().untilAsserted(() -> assertThat(log.messages())
                .anyMatch(message -> message.contains("could not be checked"))
                .anyMatch(message -> message.contains("no fruits")));
        assertThat(log.messages()).noneMatch(message -> message.contains("secret-token"));
    }

    @Test
    void fixedTokensAreNotEasyToGuess() {
        rig();
        assertThatThrownBy(() -> TokenVerifier.fixed(Map.of("secret1", Caller.of("ann"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a token of 'ann' has 7 characters; it needs 16 to be hard to guess");
        TokenVerifier tokens = TokenVerifier.fixed(Map.of(RestRig.ANN, Caller.of("ann")));
        assertThat(tokens.verify(RestRig.ANN)).isEqualTo(Caller.of("ann"));
        assertThat(tokens.verify("")).isNull();
        assertThat(tokens.verify(RestRig.BOB)).isNull();
    }

    /** A container that knows whom a header names, whose role has that name; not by name if that is a question mark or two. */
    private static final class ContainerLogin implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            String name = request.getHeaderString("X-Login");
            if (name != null) {
                request.setSecurityContext(new Login(name));
            }
        }
    }

    private record Login(String name) implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return () -> name.equals("?") ? null : name.equals("??") ? " " : name;
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equals(name);
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "X-Login";
        }
    }
}
