package org.larder.benchmarks.hitrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {

    @TempDir
    private Path directory;

    @Test
    void keysAreReadAsTheyWereWritten() throws IOException {
        int[] keys = {0, 1, -1, 0x01020304, Integer.MIN_VALUE, 255, 256, 65_536};
        Path file = directory.resolve("shop.keys.gz");
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (int key : keys) {
                out.writeInt(key);
            }
        }
        Trace trace = Trace.read(file);
        assertThat(trace.name()).isEqualTo("shop");
        assertThat(trace.keys()).isEqualTo(keys);
        assertThat(trace.distinct()).isEqualTo(keys.length);
    }

    @Test
    void anyOtherFileIsTextWithAKeyInEachLine() throws IOException {
        String text = "/a\n/b\n\n/a \n17\n";
        Path plain = Files.writeString(directory.resolve("pages.txt"), text);
        assertThat(Trace.read(plain).keys()).containsExactly(0, 1, 0, 2);
        assertThat(Trace.read(plain).name()).isEqualTo("pages.txt");

        Path zipped = directory.resolve("pages.trace.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(text.getBytes(UTF_8));
        }
        assertThat(Trace.read(zipped).keys()).containsExactly(0, 1, 0, 2);
    }

    @Test
    void textThatIsNotTextIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("pages.txt"), new byte[] {(byte) 0xFF});
        assertThatThrownBy(() -> Trace.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is no text in UTF-8, and not named .keys.gz");
    }

    @Test
    void traceWithoutAccessesIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("pages.txt"), "\n\n");
        assertThatThrownBy(() -> Trace.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " has no accesses");
    }

    @Test
    void fileThatEndsWithinANumberIsRefused() throws IOException {
        Path file = directory.resolve("cut.keys.gz");
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(1);
            out.writeShort(2);
        }
        assertThatThrownBy(() -> Trace.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " ends in the middle of its number 2");
    }

    @Test
    void madeUpTracesAreWhatTheirNamesSay() {
        assertThat(Trace.loop(3, 7).keys()).containsExactly(0, 1, 2, 0, 1, 2, 0);
        Trace zipf = Trace.zipf(1_000, 10_000);
        assertThat(zipf.keys())
                .hasSize(10_000)
                .isEqualTo(Trace.zipf(1_000, 10_000).keys());
        assertThat(zipf.distinct()).isBetween(300, 999);
    }
}
