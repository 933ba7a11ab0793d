package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Array;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records whose class changed between writing and reading, each shape in a class loader of its own. */
final class RecordEvolutionTest {

    private static final String IMPORTS = "package shop; import java.util.*; ";

    @TempDir
    Path directory;

    private final List<URLClassLoader> loaders = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    /** Compiles classes of a package, one to each source, and loads them. */
    private ClassLoader compiled(String... sources) throws IOException {
        Path out = Files.createDirectory(directory.resolve("shape" + loaders.size()));
        List<String> arguments = new ArrayList<>(List.of("-d", out.toString(), "-proc:none"));
        for (int i = 0; i < sources.length; i++) {
            Path source = Files.createDirectories(out.resolve("src" + i)).resolve("Source.java");
            Files.writeString(source, IMPORTS + sources[i]);
            arguments.add(source.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        URLClassLoader loader = new URLClassLoader(new URL[] {out.toUri().toURL()}, null);
        loaders.add(loader);
        return loader;
    }

    private static PayloadCodec<Object> open(ClassLoader loader) {
        return new CodecRegistry("shop", loader, null, Map.of()).valueCodec(Object.class, null);
    }

    @SuppressWarnings("unchecked") // the test hands it values of its own type only
    private static PayloadCodec<Object> declared(ClassLoader loader, String type) throws ClassNotFoundException {
        return (PayloadCodec<Object>)
                new CodecRegistry("shop", loader, null, Map.of()).valueCodec(loader.loadClass(type), null);
    }

    private static Object make(ClassLoader loader, String type, Object... arguments)
            throws ReflectiveOperationException {
        var constructor = loader.loadClass(type).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    /** What a record becomes under other classes, both where its type is declared and where it is not. */
    private static String carried(Object value, ClassLoader from, ClassLoader to) throws ReflectiveOperationException {
        String type = value.getClass().getName();
        Object viaDeclared = Bytes.read(declared(to, type), Bytes.of(declared(from, type), value));
        Object viaOpen = Bytes.read(open(to), Bytes.of(open(from), value));
        assertThat(viaOpen).hasToString(viaDeclared.toString());
        assertThat(viaOpen.getClass().getClassLoader()).isSameAs(to);
        return viaDeclared.toString();
    }

    @Test
    void addedComponentsHaveTheDefaultOfTheirType() throws Exception {
        ClassLoader before = compiled("record Item(String name) {}");
        ClassLoader after =
                compiled("record Item(int number, Integer boxed, String name, boolean flag, Optional<String> o,"
                        + " OptionalInt oi, OptionalLong ol, OptionalDouble od, List<String> list, double d) {}");
        assertThat(carried(make(before, "shop.Item", "n"), before, after))
                .isEqualTo("Item[number=0, boxed=null, name=n, flag=false, o=Optional.empty, oi=OptionalInt.empty,"
                        + " ol=OptionalLong.empty, od=OptionalDouble.empty, list=null, d=0.0]");
    }

    @Test
    void removedComponentsOfEveryKindArePassedOver() throws Exception {
        String parts = "enum Colour { RED } record Part(String s, List<Part> parts) {} record Gone(Part part) {} ";
        ClassLoader before = compiled(parts
                + "record Item(int i, long l, short sh, byte by, char c, boolean z, double d, float f, String s, Colour"
                + " colour, Part part, List<Part> list, Set<String> set, Map<String, Part> map, Optional<Part> o, int[]"
                + " ints, Part[] array, Object any, Object gone, List<?> anyList, Map<?, ?> anyMap, Object anyOptional,"
                + " Object serialized, OptionalInt oi, Part kept, int end) {}");
        ClassLoader after =
                compiled("record Part(String s, List<Part> parts) {}", "record Item(int end, Part kept) {}");
        Object part = make(before, "shop.Part", "p", List.of(make(before, "shop.Part", "q", List.of())));
        Object colour = before.loadClass("shop.Colour").getEnumConstants()[0];
        Object parts2 = Array.newInstance(part.getClass(), 1);
        Array.set(parts2, 0, part);
        Object item = make(
                before,
                "shop.Item",
                1,
                2L,
                (short) 3,
                (byte) 4,
                'c',
                true,
                1.0,
                2.0f,
                "s",
                colour,
                part,
                List.of(part),
                Set.of("x"),
                Map.of("k", part),
                Optional.of(part),
                new int[] {1, 2},
                parts2,
                "any",
                make(before, "shop.Gone", part),
                List.of(part, 1),
                Map.of("k", part),
                Optional.of(part),
                Currency.getInstance("EUR"),
                OptionalInt.of(5),
                part,
                77);
        assertThat(carried(item, before, after)).isEqualTo("Item[end=77, kept=Part[s=p, parts=[Part[s=q, parts=[]]]]]");
    }

    @Test
    void movedComponentsKeepTheirValues() throws Exception {
        ClassLoader before = compiled("record Item(int a, String b, int c) {}");
        ClassLoader after = compiled("record Item(int c, int a, String b) {}");
        assertThat(carried(make(before, "shop.Item", 1, "b", 3), before, after)).isEqualTo("Item[c=3, a=1, b=b]");
    }

    @Test
    void nestedRecordsMayChangeToo() throws Exception {
        ClassLoader before = compiled("record Line(int count) {} record Order(List<Line> lines, Line first) {}");
        ClassLoader after =
                compiled("record Line(int count, String note) {} record Order(List<Line> lines, Line first) {}");
        Object line = make(before, "shop.Line", 3);
        assertThat(carried(make(before, "shop.Order", List.of(line, line), line), before, after))
                .isEqualTo("Order[lines=[Line[count=3, note=null], Line[count=3, note=null]], first=Line[count=3,"
                        + " note=null]]");
    }

    @Test
    void aChangedTypeIsAClearError() throws Exception {
        ClassLoader before = compiled("record Item(int number, String name) {}");
        for (String now : List.of("record Item(long number, String name) {}", "record Item(List<String> number) {}")) {
            ClassLoader after = compiled(now);
            assertThatExceptionOfType(CacheException.class)
                    .isThrownBy(() -> carried(make(before, "shop.Item", 1, "n"), before, after))
                    .withMessageContainingAll(
                            "cache 'shop'", "component 'number' of record shop.Item", "stored as primitive Integer");
        }
    }

    @Test
    void aRecordOfOtherComponentsIsAClearError() throws Exception {
        ClassLoader before = compiled("record Item(int number) {}");
        ClassLoader after = compiled("record Item(int other) {}");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> carried(make(before, "shop.Item", 1), before, after))
                .withMessageContaining("none of the 1 components");
    }

    @Test
    void aClassThatIsGoneOrNoRecordNowIsAClearError() throws Exception {
        ClassLoader before = compiled("record Item(int number) {}");
        byte[] bytes = Bytes.of(open(before), make(before, "shop.Item", 1));
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(open(compiled("record Other() {}")), bytes))
                .withMessageContaining("class shop.Item is not visible to the class loader of the cache manager");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(open(compiled("class Item {}")), bytes))
                .withMessageContaining("shop.Item is no record");
    }

    @Test
    void recordsOfAModuleThatIsNotOpenAreAClearError() throws Exception {
        Path sources = Files.createDirectories(directory.resolve("closed/shop"));
        Path module = Files.writeString(sources.resolveSibling("module-info.java"), "module closed { exports shop; }");
        Path hidden = Files.writeString(sources.resolve("Item.java"), "package shop; record Item(int number) {}");
        Path shown =
                Files.writeString(sources.resolve("Shown.java"), "package shop; public record Shown(int number) {}");
        Path out = directory.resolve("modules");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                Stream.of("-d", out, module, hidden, shown)
                                        .map(Object::toString)
                                        .toArray(String[]::new)))
                .isZero();
        ModuleLayer boot = ModuleLayer.boot();
        var configuration = boot.configuration().resolve(ModuleFinder.of(out), ModuleFinder.of(), List.of("closed"));
        ClassLoader loader =
                boot.defineModulesWithOneLoader(configuration, null).findLoader("closed");
        Object exported = loader.loadClass("shop.Shown").getConstructors()[0].newInstance(1);
        assertThat(Bytes.read(open(loader), Bytes.of(open(loader), exported))).isEqualTo(exported);
        PayloadCodec<Object> codec = declared(loader, "shop.Item");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, new byte[] {0}))
                .withMessageContainingAll(
                        "module closed does not open package shop", "'opens shop;'", "LarderConfiguration.addCodec");
    }
}
