package org.larder.provider.chronicle;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Objects;
import javax.management.JMException;
import javax.management.ObjectName;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * The program that the start tests run in forked JVMs: opens a map in memory and one in a file, uses both, opens the
 * file again, then tells what was loaded. Prints {@code done} if all went well.
 */
public final class MapProgram {

    private MapProgram() {}

    public static void main(String[] arguments) throws Exception {
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        ClassLoader during = ChronicleRuntime.open(() -> Thread.currentThread().getContextClassLoader());
        check(Objects.equals(during, ChronicleRuntime.class.getClassLoader()));
        check(Objects.equals(callers, Thread.currentThread().getContextClassLoader()));
        File file = Path.of("map.dat").toFile();
        try (ChronicleMap<Object, Object> memory =
                ChronicleRuntime.open(() -> builder().create())) {
            roundTrip(memory);
        }
        try (ChronicleMap<Object, Object> persisted = open(file)) {
            roundTrip(persisted);
        }
        try (ChronicleMap<Object, Object> reopened = open(file)) {
            check("value".equals(reopened.get("key")));
            if (arguments.length > 0 && arguments[0].equals("report")) {
                Thread.getAllStackTraces().keySet().forEach(thread -> report("thread", thread.getName()));
                reportLoadedClasses();
            }
        }
        check(file.delete());
        check(System.getProperty("slf4j.internal.verbosity") == null);
        report("done", "");
    }

    private static ChronicleMap<Object, Object> open(File file) throws IOException {
        return ChronicleRuntime.open(() -> builder().createPersistedTo(file));
    }

    private static ChronicleMapBuilder<Object, Object> builder() {
        return ChronicleMapBuilder.of(Object.class, Object.class)
                .name("start")
                .keyReaderAndDataAccess(new TextReader(), new TextAccess())
                .valueReaderAndDataAccess(new TextReader(), new TextAccess())
                .averageKeySize(10)
                .averageValueSize(50)
                .entries(100);
    }

    private static void roundTrip(ChronicleMap<Object, Object> map) {
        map.put("key", "value");
        check("value".equals(map.get("key")));
        check(map.get("other") == null);
    }

    /** All classes of the JVM, by a diagnostic command: needs no flag, unlike {@code -verbose:class}. */
    private static void reportLoadedClasses() throws JMException {
        Object hierarchy = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmClassHierarchy",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        ((String) hierarchy).lines().forEach(line -> report("class", line.replaceAll("^[ |-]*|/.*$", "")));
    }

    private static void report(String what, String name) {
        System.out.println((what + " " + name).trim());
    }

    private static void check(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }
}
