package org.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarServerTest {

    private static final Path PAGES = Path.of("..", "..");
    private static final Pattern EXAMPLE = Pattern.compile("```console\n\\$ (.*)\n((?:.*\n)*?)```");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32,64}");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z");

    @TempDir
    private Path folder;

    @BeforeEach
    void makeAJar() throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve("cache-api-1.1.1.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("One.class"));
        }
    }

    @Test
    void whatTheServerSaysWorks() throws Exception {
        try (JarServer server = new JarServer(folder, 0)) {
            Terminal terminal = new Terminal(8080);
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (String command : Terminal.commands(said(server)).subList(1, 7)) {
                HttpResponse<String> answer = run(terminal, command);
                if (answer != null) {
                    answers.add(answer);
                }
            }

            assertThat(answers).hasSize(5).allMatch(answer -> answer.statusCode() == 200);
            assertThat(answers.get(0).body()).contains("cache-api-1.1.1.jar", "\"classCount\":1");
            assertThat(answers.get(1).body()).contains("\"task_id\"");
            assertThat(answers.get(2).body()).isEqualTo(ended(answers.get(1)));
            assertThat(answers.get(3).body()).contains("\"user\":\"demo\"");
            assertThat(answers.get(4).body()).contains("\"openapi\"");
        }
    }

    @Test
    void theReadmeSaysWhatTheServerSays() throws Exception {
        try (JarServer server = new JarServer(folder, 0)) {
            String said = said(server).replace(":" + server.port() + "/", ":8080/");
            assertThat(PAGES.resolve("README.md")).content().contains(said.substring(said.indexOf("# ")));
        }
    }

    @Test
    void commandsOfTheGuideAreAnsweredAsItSays() throws Exception {
        try (JarServer server = new JarServer(folder, 0)) {
            Terminal terminal = new Terminal(server.port());
            terminal.run(Terminal.commands(said(server)).get(1));
            Matcher example = EXAMPLE.matcher(Files.readString(PAGES.resolve("docs/guide/rest.md")));
            int examples = 0;
            while (example.find()) {
                HttpResponse<String> answer = run(terminal, example.group(1));
                if (example.group(1).startsWith("curl -i ")) {
                    assertHeaders(answer, example.group(2).lines().toList());
                } else {
                    assertThat(masked(ended(answer)))
                            .as(example.group(1))
                            .isEqualTo(masked(example.group(2).strip()));
                }
                Matcher task = UUID.matcher(answer.body());
                if (task.find()) {
                    terminal.set("TASK", task.group());
                }
                answer.headers().firstValue("ETag").ifPresent(tag -> terminal.set("ETAG", tag));
                examples++;
            }
            assertThat(examples).isEqualTo(5);
        }
    }

    @Test
    void aFolderThatIsNoneIsNamed() {
        assertThatThrownBy(() -> new JarServer(folder.resolve("none"), 0))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessageContaining("none");
    }

    @Test
    void aPortThatIsTakenLeavesNothingOpen() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> new JarServer(folder, other.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(other.getLocalPort()));
        }
        new JarServer(folder, 0).close();
    }

    private static String said(JarServer server) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        server.explain(new PrintStream(said, true, StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8);
    }

    /** Runs a command; what asks for the state of a refresh is run again until that has ended. */
    private static HttpResponse<String> run(Terminal terminal, String command) throws Exception {
        return command.contains("/cache/state/")
                ? await().until(
                                () -> terminal.run(command),
                                answer -> !answer.body().contains("PENDING")
                                        && !answer.body().contains("STARTED"))
                : terminal.run(command);
    }

    /** What an answer says if the refresh has ended by then; else it says PENDING, and the rest is the same. */
    private static String ended(HttpResponse<String> answer) {
        return answer.body().replace("PENDING", "SUCCESS");
    }

    private static void assertHeaders(HttpResponse<String> answer, List<String> lines) {
        assertThat(lines.get(0)).startsWith("HTTP/1.1 " + answer.statusCode() + " ");
        for (String line : lines.subList(1, lines.size())) {
            String[] header = line.split(": ", 2);
            assertThat(masked(answer.headers().firstValue(header[0]).orElse("none")))
                    .as(line)
                    .isEqualTo(masked(header[1]));
        }
        assertThat(answer.body()).isEmpty();
    }

    /** But for what differs each time. */
    private static String masked(String text) {
        String known = UUID.matcher(text).replaceAll("<task>");
        return INSTANT.matcher(HASH.matcher(known).replaceAll("<hash>")).replaceAll("<instant>");
    }
}
