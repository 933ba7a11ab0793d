package org.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does what commands for a shell say, as far as the pages use one: variables, and curl. */
final class Terminal {

    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export )?([A-Z]+)=(.*)");
    private static final Pattern FOURTH_FIELD = Pattern.compile("\\$\\((.*) \\| cut -d'\"' -f4\\)");
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> variables = new HashMap<>();
    private final int port;

    /** Opens one in which the port 8080 is another. */
    Terminal(int port) {
        this.port = port;
    }

    void set(String name, String value) {
        variables.put(name, value);
    }

    /** The commands among the lines of a text, each on one line. */
    static List<String> commands(String text) {
        return text.replace("\\\n", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** Runs a command; null if it asks nobody. */
    HttpResponse<String> run(String command) throws IOException, InterruptedException {
        Matcher assignment = ASSIGNMENT.matcher(command);
        if (!assignment.matches()) {
            return curl(command);
        }
        Matcher substitution = FOURTH_FIELD.matcher(assignment.group(2));
        if (!substitution.matches()) {
            set(assignment.group(1), assignment.group(2));
            return null;
        }
        HttpResponse<String> answer = curl(substitution.group(1));
        set(assignment.group(1), answer.body().split("\"", -1)[3]);
        return answer;
    }

    private HttpResponse<String> curl(String command) throws IOException, InterruptedException {
        List<String> arguments = arguments(command);
        assertThat(arguments.get(0)).isEqualTo("curl");
        HttpRequest.Builder request = HttpRequest.newBuilder();
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("http://")) {
                request.uri(URI.create(argument.replace(":8080/", ":" + port + "/")));
            } else if (argument.equals("-H")) {
                String[] header = arguments.get(++i).split(": ", 2);
                request.header(header[0], header[1]);
            } else if (argument.equals("-d")) {
                request.POST(BodyPublishers.ofString(arguments.get(++i)));
            } else {
                assertThat(argument).as("an option in %s", command).isIn("-s", "-i");
            }
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private List<String> arguments(String command) {
        List<String> arguments = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(command);
        while (argument.find()) {
            String asItIs = argument.group(1);
            arguments.add(
                    asItIs != null
                            ? asItIs
                            : expanded(argument.group(2) != null ? argument.group(2) : argument.group(3)));
        }
        return arguments;
    }

    private String expanded(String text) {
        String expanded = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            expanded = expanded.replace("$" + variable.getKey(), variable.getValue());
        }
        assertThat(expanded).as("a variable that is not set").doesNotContain("$");
        return expanded;
    }
}
