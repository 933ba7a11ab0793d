package org.larder.provider.chronicle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Access to the few packages of {@code java.base} that Chronicle Map reaches into, opened at run time so that nobody has
 * to give the JVM flags for them.
 *
 * <p>The way in is {@code sun.misc.Unsafe}, which hands out the JDK's all-powerful {@link Lookup}. It is called by
 * reflection because javac warns of a direct use. Where the flags were given, nothing is opened.
 */
final class JdkAccess {

    /** System property that says who opens the packages: {@code open} (default), Larder, or {@code flags}, the user. */
    static final String PROPERTY = "larder.jdk-access";

    private static final Module JAVA_BASE = Object.class.getModule();

    // java.lang: the compiler jar makes ClassLoader.defineClass accessible. java.lang.reflect: chronicle-core makes
    // everything else accessible by way of AccessibleObject. sun.nio.ch: mapping of files. jdk.internal.ref: only
    // spares
    // a warning about a cleaner that is not used.
    private static final List<Need> NEEDS = List.of(
            new Need(Kind.OPENS, "java.lang"),
            new Need(Kind.OPENS, "java.lang.reflect"),
            new Need(Kind.EXPORTS, "sun.nio.ch"),
            new Need(Kind.EXPORTS, "jdk.internal.ref"));

    private JdkAccess() {}

    /**
     * Makes sure that a module may use the packages, opening those that are still closed.
     *
     * @throws IllegalStateException if they are closed and may or can not be opened, or if {@code sun.misc.Unsafe} is
     *     out of reach; the message names the flags to give
     */
    static void ensure(Module client) {
        Lookup lookup = trustedLookup();
        List<Need> missing =
                NEEDS.stream().filter(need -> !need.isMetFor(client)).toList();
        if (missing.isEmpty()) {
            return;
        }
        String mode = System.getProperty(PROPERTY, "open");
        switch (mode) {
            case "open" -> missing.forEach(need -> need.open(lookup, client));
            case "flags" ->
                throw new IllegalStateException("Chronicle Map needs packages of the JDK that are closed ("
                        + packagesOf(missing) + "), and " + PROPERTY + "=flags forbids to open them at run time;"
                        + " start the JVM with: " + flags());
            default ->
                throw new IllegalStateException("the system property " + PROPERTY + " is '" + mode
                        + "'; set it to 'open' (default: Larder opens the JDK packages that Chronicle Map needs) or"
                        + " 'flags' (the JVM was started with: " + flags() + ")");
        }
    }

    /** The flags that give what this class opens, as one line for a command line. */
    static String flags() {
        return NEEDS.stream().map(Need::flag).collect(Collectors.joining(" "));
    }

    private static String packagesOf(List<Need> needs) {
        return needs.stream().map(Need::packageName).collect(Collectors.joining(", "));
    }

    /** Also the check that Unsafe works at all: without it Chronicle Map fails later, with flags or without. */
    private static Lookup trustedLookup() {
        try {
            Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
            Field instance = unsafeClass.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Object unsafe = instance.get(null);
            Field trusted = Lookup.class.getDeclaredField("IMPL_LOOKUP");
            Object base = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, trusted);
            Object offset =
                    unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, trusted);
            return (Lookup)
                    unsafeClass.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw refused(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw refused(e);
        }
    }

    private static IllegalStateException refused(Throwable cause) {
        return new IllegalStateException(
                "the JVM refuses sun.misc.Unsafe (" + cause + "), which Chronicle Map cannot do without: remove"
                        + " --sun-misc-unsafe-memory-access=deny if it is given, and run on a Java runtime with the"
                        + " module jdk.unsupported; if Unsafe works and only run-time opening is refused, start the JVM"
                        + " with: " + flags(),
                cause);
    }

    private enum Kind {
        OPENS,
        EXPORTS
    }

    /** A package of {@code java.base} that Chronicle uses, by reflection (opens) or as a class it links to (exports). */
    private record Need(Kind kind, String packageName) {

        boolean isMetFor(Module client) {
            if (!JAVA_BASE.getPackages().contains(packageName)) {
                return true; // a later JDK dropped it; no flag could bring it back
            }
            return kind == Kind.OPENS
                    ? JAVA_BASE.isOpen(packageName, client)
                    : JAVA_BASE.isExported(packageName, client);
        }

        void open(Lookup trusted, Module client) {
            try {
                MethodHandle grant = trusted.findVirtual(
                        Module.class,
                        kind == Kind.OPENS ? "implAddOpens" : "implAddExports",
                        MethodType.methodType(void.class, String.class, Module.class));
                grant.invoke(JAVA_BASE, packageName, client);
            } catch (Error | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(
                        "the JVM refuses to open java.base/" + packageName + " at run time (" + e + "); start it with: "
                                + flags(),
                        e);
            }
        }

        String flag() {
            return (kind == Kind.OPENS ? "--add-opens" : "--add-exports") + " java.base/" + packageName
                    + "=ALL-UNNAMED";
        }
    }
}
