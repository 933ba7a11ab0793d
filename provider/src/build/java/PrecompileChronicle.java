import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.ValueModel;

/**
 * Build step that compiles, for the Chronicle on its class path, the classes which {@code PrecompiledClasses} defines at
 * run time. Run by Maven as a source file; it is not part of the jar.
 *
 * <p>Arguments: a directory for scratch, the directory for the results, the Java release to compile for.
 */
public final class PrecompileChronicle {

    private static final String MAP_STATE = "VanillaGlobalMutableState$$Native";

    private PrecompileChronicle() {}

    public static void main(String[] arguments) throws Exception {
        Path scratch = Files.createDirectories(Path.of(arguments[0]));
        Path results = Files.createDirectories(Path.of(arguments[1]));
        String release = arguments[2];

        compile(
                "net.openhft.chronicle.hash." + MAP_STATE,
                mapState(),
                scratch,
                results.resolve("map-state.bin"),
                List.of("--release", release, "-classpath", System.getProperty("java.class.path")));
        // Without the module that has the real one, its package is free for a stand-in.
        compile(
                "com.sun.tools.javac.api.JavacTool",
                "package com.sun.tools.javac.api; public final class JavacTool { private JavacTool() {}"
                        + " public static javax.tools.JavaCompiler create() { return null; } }",
                scratch,
                results.resolve("no-compiler.bin"),
                List.of("--release", release, "--limit-modules", "java.base,java.compiler"));
    }

    /** The source that Chronicle would compile at run time. Its generator has no public door. */
    private static String mapState() throws ReflectiveOperationException {
        Method generator = Class.forName("net.openhft.chronicle.values.Generators")
                .getDeclaredMethod("generateNativeClass", ValueModel.class, String.class);
        generator.setAccessible(true);
        return (String) generator.invoke(null, ValueModel.acquire(VanillaGlobalMutableState.class), MAP_STATE);
    }

    private static void compile(String className, String source, Path scratch, Path result, List<String> options)
            throws IOException {
        String path = className.replace('.', '/');
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("memory:///" + path + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-proc:none", "-nowarn", "-g:none", "-d", scratch.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (!compiler.getTask(null, null, null, all, null, List.of(file)).call()) {
            throw new IllegalStateException("cannot compile " + className + ":\n" + source);
        }
        Files.copy(scratch.resolve(path + ".class"), result, StandardCopyOption.REPLACE_EXISTING);
    }
}
