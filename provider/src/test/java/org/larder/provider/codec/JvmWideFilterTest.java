package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The filter of the JVM can be set once only, so each of these tests runs a JVM of its own. */
final class JvmWideFilterTest {

    private static final String ITEM = Item.class.getName();

    private static final class Item implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int number;

        Item(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "Item[number=" + number + "]";
        }
    }

    private enum Colour {
        RED
    }

    /** A factory that accepts only what a filter has allowed outright. */
    public static final class Strict implements BinaryOperator<ObjectInputFilter> {
        @Override
        public @Nullable ObjectInputFilter apply(
                @Nullable ObjectInputFilter current, @Nullable ObjectInputFilter next) {
            ObjectInputFilter both = next == null ? current : ObjectInputFilter.merge(next, current);
            return both == null ? null : ObjectInputFilter.rejectUndecidedClass(both);
        }
    }

    /** Prints what becomes of an item and an enum constant in this JVM, under a pattern of the cache if one is given. */
    public static void main(String[] arguments) {
        PayloadCodec<Object> codec = new CodecRegistry(
                        "forked",
                        JvmWideFilterTest.class.getClassLoader(),
                        arguments.length == 0 ? null : arguments[0],
                        Map.of())
                .valueCodec(Object.class, null);
        for (Object value : List.of(new Item(1), Colour.RED)) {
            try {
                System.out.println("read " + Bytes.read(codec, Bytes.of(codec, value)));
            } catch (CacheException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
    }

    @Test
    void withoutAFilterOfTheJvmBothAreRead() throws Exception {
        assertThat(run(List.of())).containsExactly("read Item[number=1]", "read RED");
    }

    @Test
    void whatTheJvmRejectsIsRejected() throws Exception {
        assertThat(run(List.of("-Djdk.serialFilter=!" + ITEM)))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("refused")
                                .contains("cache 'forked'")
                                .contains("REJECTED"),
                        line -> assertThat(line).isEqualTo("read RED"));
    }

    @Test
    void whatTheJvmRejectsIsRejectedEvenIfThePatternOfTheCacheAllowsIt() throws Exception {
        assertThat(run(List.of("-Djdk.serialFilter=!org.larder.**"), "org.larder.**;java.**"))
                .allSatisfy(line -> assertThat(line).startsWith("refused"))
                .anySatisfy(line -> assertThat(line).contains("the JVM-wide filter rejects class"))
                .hasSize(2);
    }

    @Test
    void limitsOfTheJvmHold() throws Exception {
        assertThat(run(List.of("-Djdk.serialFilter=maxbytes=10")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("refused"),
                        line -> assertThat(line).isEqualTo("read RED"));
    }

    @Test
    void thePatternOfTheCacheNarrowsWhatTheJvmAllows() throws Exception {
        assertThat(run(List.of("-Djdk.serialFilter=org.larder.**;java.**"), "!" + ITEM))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("refused")
                                .contains("serial filter '!" + ITEM + "' rejects"),
                        line -> assertThat(line).isEqualTo("read RED"));
    }

    @Test
    void aFilterFactoryThatWantsExplicitPermissionIsNotSatisfiedByThePatternOfTheCache() throws Exception {
        String factory = "-Djdk.serialFilterFactory=" + Strict.class.getName();
        assertThat(run(List.of(factory), "org.larder.**;java.**").get(0)).startsWith("refused");
        assertThat(run(List.of(factory, "-Djdk.serialFilter=org.larder.**;java.**"))
                        .get(0))
                .isEqualTo("read Item[number=1]");
    }

    private static List<String> run(List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(JvmWideFilterTest.class.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
