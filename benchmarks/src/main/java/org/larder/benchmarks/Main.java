package org.larder.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.larder.benchmarks.cdi.CdiCost;
import org.larder.benchmarks.codec.RecordCost;
import org.larder.benchmarks.growth.Growth;
import org.larder.benchmarks.growth.Pauses;
import org.larder.benchmarks.hitrate.HitRates;
import org.larder.benchmarks.operations.Operations;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.startup.FirstGet;
import org.larder.benchmarks.startup.Opening;
import org.larder.benchmarks.upkeep.EvictionCost;
import org.larder.benchmarks.upkeep.PurgeCost;

/**
 * The program: its first argument names what to measure, the others are handed on. The directory of the results is the
 * system property {@code out}, the number of rounds the system property {@code rounds}.
 */
public final class Main {

    /** The variable of the environment that decides about huge pages. */
    private static final String TUNABLES = "GLIBC_TUNABLES";

    private static final Map<String, Command> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("operations", Operations::averages);
        COMMANDS.put("latency", Operations::latency);
        COMMANDS.put("growth", Growth::run);
        COMMANDS.put("pauses", Pauses::run);
        COMMANDS.put("first-get", FirstGet::run);
        COMMANDS.put("opening", Opening::run);
        COMMANDS.put("hit-rates", HitRates::run);
        COMMANDS.put("eviction", EvictionCost::run);
        COMMANDS.put("purge", PurgeCost::run);
        COMMANDS.put("cdi", CdiCost::run);
        COMMANDS.put("records", RecordCost::run);
        COMMANDS.put("report", (arguments, environment) -> Report.again(arguments));
    }

    private Main() {}

    private interface Command {
        void run(List<String> arguments, Environment environment) throws Exception;
    }

    /** Runs the command, or says which there are. */
    public static void main(String[] arguments) throws Exception {
        Command command = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (command == null) {
            System.err.println("The first argument says what to measure: " + String.join(", ", COMMANDS.keySet()));
            System.exit(2);
        } else {
            command.run(List.of(arguments).subList(1, arguments.length), Environment.here(typed(arguments)));
        }
    }

    /** Returns what was typed, with the properties that change what is measured. */
    private static String typed(String[] arguments) {
        StringBuilder typed = new StringBuilder();
        String tunables = System.getenv(TUNABLES);
        if (tunables != null) {
            typed.append(TUNABLES).append('=').append(tunables).append(' ');
        }
        typed.append("java");
        for (String property : List.of("out", "rounds", "yardstick", "contestants", "kind", "heap")) {
            String value = System.getProperty(property);
            if (value != null) {
                typed.append(" -D").append(property).append('=').append(value);
            }
        }
        return typed + " -jar benchmarks/target/benchmarks.jar " + String.join(" ", arguments);
    }
}
