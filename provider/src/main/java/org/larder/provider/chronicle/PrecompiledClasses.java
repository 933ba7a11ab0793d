package org.larder.provider.chronicle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import net.openhft.chronicle.core.util.CompilerUtils;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * Classes compiled when Larder is built, which Chronicle Map would otherwise compile when the first map is opened: that
 * costs half a second, needs a JDK rather than a Java runtime, and fails in a child class loader.
 *
 * <p>They are kept as resources and defined in Chronicle's own class loader, wherever that is. Lying in the jar as
 * ordinary classes they would have to be in the same class loader as Chronicle, and would split its packages.
 */
final class PrecompiledClasses {

    private static final String MAP_STATE = "net.openhft.chronicle.hash.VanillaGlobalMutableState$$Native";
    private static final String COMPILER_TOOL = "com.sun.tools.javac.api.JavacTool";

    private PrecompiledClasses() {}

    /** Defines the classes, unless they are there already. Needs {@link JdkAccess}. */
    @SuppressWarnings("ReferenceEquality") // class loaders are told by their identity
    static void define() {
        ClassLoader loader = ChronicleMap.class.getClassLoader();
        // Not a lock of our own: another Larder in a sibling class loader may share this Chronicle.
        synchronized (loader) {
            // That of a server's own Chronicle is none of this one's, though an application may see it.
            define(MAP_STATE, "map-state.bin", loader, present -> present.getClassLoader() == loader);
            if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
                // Chronicle asks for javac even when it has nothing to compile; this answers "none".
                define(COMPILER_TOOL, "no-compiler.bin", loader, present -> true);
            }
        }
    }

    private static void define(
            String className, String resource, ClassLoader loader, Predicate<Class<?>> isTheRightOne) {
        try {
            // Not Class.forName: having found one for a loader, the JVM lets the loader define none of its own.
            if (isTheRightOne.test(loader.loadClass(className))) {
                return;
            }
        } catch (ClassNotFoundException absent) {
            // so it is to be defined, like one that is somebody else's
        }
        CompilerUtils.defineClass(loader, className, bytes(resource));
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = PrecompiledClasses.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing beside "
                        + PrecompiledClasses.class.getName() + "; it is made by Larder's Maven build (phase"
                        + " process-classes), so run that, or use the published jar unstripped");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
