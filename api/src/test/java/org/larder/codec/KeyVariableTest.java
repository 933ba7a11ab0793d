package org.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyVariableTest {

    private static final String FIRST = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String SECOND = "ff".repeat(32);

    /** Prints the keys of a variable: in a JVM of its own, as none can change its environment. */
    static final class Printer {
        private Printer() {}

        public static void main(String[] arguments) {
            new KeyVariable("ORDERS_KEYS")
                    .create()
                    .keys()
                    .forEach(key -> System.out.println(HexFormat.of().formatHex(key)));
        }
    }

    @Test
    void keysAreReadFromTheEnvironment() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Printer.class.getName());
        builder.environment().put("ORDERS_KEYS", FIRST + " , " + SECOND);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(printed.lines())
                .containsExactly("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", SECOND);
    }

    @Test
    void variableThatIsNotSetIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new KeyVariable("LARDER_NOT_SET").keys())
                .withMessageStartingWith("environment variable LARDER_NOT_SET is not set; a key is 32 random bytes");
    }

    @Test
    void variableThatHoldsNoKeyIsNamedAndNotShown() {
        IllegalStateException e =
                catchThrowableOfType(IllegalStateException.class, () -> new KeyVariable("PATH").keys());
        assertThat(e)
                .hasNoCause()
                .hasMessageMatching("environment variable PATH, part 1: there are \\d+ characters, .*")
                .message()
                .doesNotContain(System.getenv("PATH"));
    }

    @Test
    void whichOfSeveralIsWrongIsSaid() {
        byte[] text = (FIRST + "," + SECOND + "0").getBytes(StandardCharsets.UTF_8);
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyText.list(text, "environment variable K"))
                .withMessageStartingWith("environment variable K, part 2: there are 65 characters");
        assertThat(KeyText.list((FIRST + ",").getBytes(StandardCharsets.UTF_8), "K"))
                .singleElement()
                .isEqualTo(Base64.getDecoder().decode(FIRST));
    }

    @Test
    void variableShowsItsNameAndBlankNamesAreRefused() {
        assertThat(new KeyVariable("ORDERS_KEYS")).hasToString("env:ORDERS_KEYS");
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyVariable(""));
    }
}
