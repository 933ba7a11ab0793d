package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands of the guide, sent as curl would, and their answers; but for what differs each time. */
class GuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide", "rest.md");
    private static final Pattern EXAMPLE = Pattern.compile("```console\n\\$ curl (.*)\n((?:.*\n)*?)```");
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern ETAG = Pattern.compile("[0-9a-f]{32}");

    private String lastTask = "";
    private String lastEtag = "";

    @ParameterizedTest
    @EnumSource(Stack.class)
    void commandsOfTheGuideAreAnsweredAsItSays(Stack stack) throws IOException {
        try (RestRig rig = new RestRig(stack)) {
            Matcher example = EXAMPLE.matcher(Files.readString(GUIDE));
            int examples = 0;
            while (example.find()) {
                String command = example.group(1);
                HttpResponse<String> answer = rig.send(request(rig, command));
                if (command.startsWith("-i ")) {
                    assertHeaders(command, answer, example.group(2).lines().toList());
                } else {
                    assertThat(masked(answer.body()))
                            .as(command)
                            .isEqualTo(masked(example.group(2).strip()));
                }
                Matcher task = UUID.matcher(answer.body());
                lastTask = task.find() ? task.group() : lastTask;
                lastEtag = answer.headers().firstValue("ETag").orElse(lastEtag);
                examples++;
            }
            assertThat(examples).isEqualTo(5);
        }
    }

    private HttpRequest.Builder request(RestRig rig, String command) {
        List<String> arguments = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(command);
        while (argument.find()) {
            arguments.add(
                    argument.group(1) != null
                            ? argument.group(1)
                            : argument.group(2) != null ? argument.group(2) : argument.group(3));
        }
        HttpRequest.Builder request = null;
        for (int i = 0; i < arguments.size(); i++) {
            String next = arguments.get(i);
            if (next.startsWith("http:")) {
                String path = next.substring(next.indexOf("/cache") + "/cache".length());
                request = rig.bare(UUID.matcher(path).replaceAll(lastTask));
            } else if (next.equals("-H")) {
                String[] header =
                        arguments.get(++i).replace("$TOKEN", RestRig.ANN).split(": ", 2);
                assertThat(request).as("the address comes first").isNotNull();
                request.header(header[0], header[0].equals("If-None-Match") ? lastEtag : header[1]);
            } else if (next.equals("-d")) {
                request.POST(BodyPublishers.ofString(arguments.get(++i)));
            } else {
                assertThat(next).isEqualTo("-i");
            }
        }
        return request;
    }

    private static void assertHeaders(String command, HttpResponse<String> answer, List<String> lines) {
        assertThat(lines.get(0)).as(command).startsWith("HTTP/1.1 " + answer.statusCode() + " ");
        for (String line : lines.subList(1, lines.size())) {
            String[] header = line.split(": ", 2);
            assertThat(masked(answer.headers().firstValue(header[0]).orElse("none")))
                    .as(line)
                    .isEqualTo(masked(header[1]));
        }
        assertThat(answer.body()).isEmpty();
    }

    private static String masked(String text) {
        return ETAG.matcher(UUID.matcher(text).replaceAll("<task>")).replaceAll("<etag>");
    }
}
