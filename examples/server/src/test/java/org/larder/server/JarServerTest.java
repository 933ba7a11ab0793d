package org.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarServerTest {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whatTheServerSaysWorks(@TempDir Path folder) throws Exception {
        try (OutputStream file = Files.newOutputStream(folder.resolve("cache-api-1.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("One.class"));
        }
        try (JarServer server = new JarServer(folder, 0)) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            server.explain(new PrintStream(said, true, StandardCharsets.UTF_8));
            List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
            String token = lines.get(2).replace("export TOKEN=", "");

            assertThat(send(lines.get(3), token, "").body()).isEqualTo("[]");
            HttpResponse<String> taken = send(lines.get(5), token, "");
            assertThat(taken.body()).contains("\"task_id\"");
            Matcher task = UUID.matcher(taken.body());
            assertThat(task.find()).isTrue();
            assertThat(send(lines.get(6), token, task.group()).statusCode()).isEqualTo(200);
            assertThat(send(lines.get(7), token, "").body()).contains("\"openapi\"");
            assertThat(send(lines.get(3), token, "").body()).contains("\"user\":\"demo\"");
            assertThat(send(lines.get(3), "another", "").statusCode()).isEqualTo(401);
        }
    }

    /** Does what a line for curl does. */
    private HttpResponse<String> send(String line, String token, String task) throws Exception {
        Matcher url = Pattern.compile("http://[^ \"]+").matcher(line);
        assertThat(url.find()).isTrue();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url.group().replace("$TASK", task)))
                .header("Authorization", "Bearer " + token);
        Matcher body = Pattern.compile("-d '([^']*)'").matcher(line);
        if (body.find()) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.group(1)));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
