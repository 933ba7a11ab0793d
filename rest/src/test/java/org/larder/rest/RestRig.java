package org.larder.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

/** A server with the end points on a port of its own, caches behind it, and a client; closes all at the end. */
final class RestRig implements AutoCloseable {

    static final String ANN = "ann-and-her-secret-token";
    static final String BOB = "bob-and-his-secret-token";
    static final String ADMIN = "admin-and-the-secret-token";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Longer than an answer waits. */
    private static final Duration CLIENT_PATIENCE = Duration.ofMinutes(1);

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-10T10:00:00Z"));
    final Fruits fruits = new Fruits();
    final Fruits nuts = new Fruits();
    final CacheControl control;
    final Cache<Long, String> fruitCache;
    final Cache<Long, String> nutCache;
    private final TestServer server;
    private final CachingProvider provider;
    private final CacheManager manager;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RestRig(Stack stack) {
        this(stack, builder -> builder);
    }

    /**
     * Starts a server, whose answers to refreshes wait for the end as long as a test may last.
     *
     * @param components classes and instances that belong to the application, too
     */
    RestRig(Stack stack, UnaryOperator<CacheControlBuilder> more, Object... components) {
        provider = stack.provider(now::get);
        manager = provider.getCacheManager(
                URI.create("rest:" + NUMBERS.incrementAndGet()), getClass().getClassLoader());
        fruitCache = cache("fruits", fruits);
        nutCache = cache("nuts", nuts);
        control = more.apply(CacheControl.builder()
                        .resource("fruits", fruitCache, parameters -> Set.of(parameters.integer("year")))
                        .resource("nuts", nutCache)
                        .resource(
                                "mine",
                                fruitCache,
                                (parameters, caller) ->
                                        Set.of((long) caller.name().length()))
                        .verifier(TokenVerifier.fixed(Map.of(
                                ANN, new Caller("ann", Set.of("nut-lover")),
                                BOB, Caller.of("bob"),
                                ADMIN, new Caller("admin", Set.of("cache-admin")))))
                        .adminRoles("cache-admin")
                        .json(stack.json())
                        .fastAnswer(PATIENCE)
                        .clock(now::get))
                .build();
        server = stack.serve(control, components);
    }

    private Cache<Long, String> cache(String name, Fruits loader) {
        return manager.createCache(
                name,
                new MutableConfiguration<Long, String>()
                        .setTypes(Long.class, String.class)
                        .setCacheLoaderFactory(() -> loader));
    }

    int port() {
        return server.port();
    }

    /** A request, with the token of Ann. */
    HttpRequest.Builder request(String path) {
        return request(path, ANN);
    }

    HttpRequest.Builder request(String path, String token) {
        return bare(path).header("Authorization", "Bearer " + token);
    }

    /** A request of nobody. */
    HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/cache%s".formatted(port(), path)))
                .timeout(CLIENT_PATIENCE);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Asks for a refresh in Ann's name. */
    HttpResponse<String> refresh(String json, String... headers) {
        HttpRequest.Builder request = refreshRequest(ANN, json);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpRequest.Builder refreshRequest(String token, String json) {
        return request("/refresh/", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    /** The number of a refresh of fruits that was taken. */
    String refreshFruits(long year) {
        return taskId(refresh("{\"resource_title\":\"fruits\",\"year\":%d}".formatted(year)));
    }

    static String taskId(HttpResponse<String> taken) {
        if (taken.statusCode() != 200) {
            throw new AssertionError("not taken: %d %s".formatted(taken.statusCode(), taken.body()));
        }
        return json(taken).get("task_id").asText();
    }

    HttpResponse<String> stateOf(String taskId) {
        return get("/state/?task_id=" + taskId);
    }

    String state(String taskId) {
        return json(stateOf(taskId)).get("task_state").asText();
    }

    /** The entries that a list has. */
    List<JsonNode> list(String token) {
        List<JsonNode> entries = new ArrayList<>();
        json(send(request("/", token))).forEach(entries::add);
        return entries;
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    /** Stops the server and the control, whatever loaders do. */
    void stop() {
        server.close();
        control.close();
    }

    @Override
    public void close() {
        fruits.release();
        nuts.release();
        stop();
        manager.close();
    }
}
