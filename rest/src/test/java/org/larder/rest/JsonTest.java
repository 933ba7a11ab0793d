package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The libraries for JSON beside each other, and which one is taken. */
class JsonTest {

    private static final Json JACKSON = new Jackson();
    private static final Json JSON_P = new JsonP();

    static Stream<Json> both() {
        return Stream.of(JACKSON, JSON_P);
    }

    @ParameterizedTest
    @MethodSource("both")
    void whatIsWrittenHasAllMembersAndNoBlanks(Json json) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("device", null);
        object.put("version", 2);
        object.put("text", "a \"b\" \\ / ä \u20ac \n");
        object.put("list", List.of(Map.of(), List.of("x")));
        assertThat(json.write(object))
                .isEqualTo(
                        "{\"device\":null,\"version\":2,\"text\":\"a \\\"b\\\" \\\\ / ä € \\n\",\"list\":[{},[\"x\"]]}");
        assertThat(json.write(List.of())).isEqualTo("[]");
        assertThat(json.write(Map.of("\ud800", "\udc00")))
                .as("what is not even text")
                .isNotEmpty();
    }

    @Test
    void whatIsReadIsTheSame() throws IOException {
        String text =
                "{\"a\":[1,-0,1.50,1e2,1E400,true,false,null,[],{}],\"b\":{\"c\":\"\\u00e4 \\ud800 \\/\"},\"b\":9223372036854775808, \"\":0.1 } ";
        Map<String, Object> parameters =
                RefreshParameters.of(JACKSON.read(text)).toMap();
        assertThat(RefreshParameters.of(JSON_P.read(text)).toMap()).isEqualTo(parameters);
        assertThat(parameters.get("a").toString()).isEqualTo("[1, 0, 1.5, 100, 1E+400, true, false, null, [], {}]");
    }

    @ParameterizedTest
    @MethodSource("both")
    void whatIsNoObjectIsRefused(Json json) {
        for (String text : List.of(
                "",
                " ",
                "null",
                "1",
                "\"a\"",
                "[]",
                "[{}]",
                "{",
                "{}}",
                "{}{}",
                "{} x",
                "{},",
                "{}]",
                "{'a':1}",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":[1,]}",
                "{\"a\":\"\n\"}",
                "{\"a\":1e99999999999}",
                "{} // nothing")) {
            assertThatThrownBy(() -> json.read(text)).as(text).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void whatIsTooDeepOrTooLongIsRefused(Json json) throws IOException {
        assertThat(json.read(nested(99))).hasSize(1);
        assertThatThrownBy(() -> json.read(nested(100))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.read(nested(1_000_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.read("{\"a\":".repeat(1_000_000))).isInstanceOf(IOException.class);
        assertThat(json.read("{\"a\":%s}".formatted("1".repeat(1_000)))).hasSize(1);
        assertThatThrownBy(() -> json.read("{\"a\":%s}".formatted("1".repeat(1_001))))
                .isInstanceOf(IOException.class);
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    @Test
    void jsonPIsTakenWhereItIsAndJacksonOtherwise() throws Exception {
        assertThat(Json.ofClassPath()).isInstanceOf(JsonP.class);
        assertThat(takenWithout("jakarta.json.")).isEqualTo("Jackson");
        assertThat(takenWithout("org.eclipse.parsson.")).isEqualTo("Jackson");
        assertThat(takenWithout("com.fasterxml.jackson.")).isEqualTo("JsonP");
        assertThatThrownBy(() -> takenWithout("com.fasterxml.jackson.", "jakarta.json."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add an implementation of JSON-P 2.1");
    }

    /** The name of the class that is taken where classes that begin so are not there. */
    private static String takenWithout(String... hidden) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (WithoutClasses loader = new WithoutClasses(hidden)) {
            thread.setContextClassLoader(loader);
            Method choose = loader.loadClass(Json.class.getName()).getDeclaredMethod("ofClassPath");
            choose.setAccessible(true);
            return choose.invoke(null).getClass().getSimpleName();
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The class path of the tests without some classes. */
    private static final class WithoutClasses extends URLClassLoader {

        private final List<String> hidden;

        WithoutClasses(String... hidden) throws IOException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.hidden = List.of(hidden);
        }

        private static URL[] classPath() throws IOException {
            String[] parts = System.getProperty("java.class.path").split(File.pathSeparator, -1);
            URL[] urls = new URL[parts.length];
            for (int i = 0; i < parts.length; i++) {
                urls[i] = Path.of(parts[i]).toUri().toURL();
            }
            return urls;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (hidden.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
