package org.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.benchmarks.peer.Peers;
import org.w3c.dom.Document;

class ReportTest {

    private static final List<String> CONTESTANTS = Peers.names();

    private final Results results = TableTest.results(
            "raw",
            "threads",
            IntStream.range(0, CONTESTANTS.size())
                    .mapToObj(i -> new Figure(1, "get", 2, CONTESTANTS.get(i), "ns/op", 100.0 + i))
                    .toArray(Figure[]::new));

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        Report.write(results, directory);
    }

    @Test
    void figuresAreReadAsTheyWereWritten() throws IOException {
        assertThat(Results.read(directory.resolve("get.json"))).isEqualTo(results);
    }

    @Test
    void tableHasTitleTextAndWhereItWasMade() {
        assertThat(directory.resolve("get.md"))
                .content()
                .startsWith("# Some & any\n\nHow to read it.\n\n| operation |")
                .contains(
                        "Some processor, 2 cores, 8,192 MiB of memory, Linux 6, JDK 17, 2026-11-21, commit abc1234: `java -jar")
                .endsWith("![chart](get.svg)\n");
    }

    @Test
    void chartsAreXmlWithTheNamesOfAllContestants() throws Exception {
        assertThat(texts(directory.resolve("get.svg")))
                .contains("Some & any", "get, threads: 2")
                .containsAll(CONTESTANTS);
    }

    @Test
    void barsSayRatioAndMedian() throws Exception {
        Report.write(
                TableTest.results(
                        "raw",
                        "threads",
                        TableTest.figure(1, "get", "raw", 100),
                        TableTest.figure(2, "get", "raw", 1_000),
                        TableTest.figure(1, "get", "larder", 110),
                        TableTest.figure(2, "get", "larder", 1_300),
                        TableTest.figure(3, "get", "ohc", 70)),
                directory);

        assertThat(texts(directory.resolve("get.svg")))
                .contains("ratio to raw (ns/op)", "1.00 (550)", "1.20 (705)", "no ratio (70.0)", "ohc (1 of 3 rounds)");
    }

    @Test
    void barsOfACaseWithoutTheYardstickSayTheMedian() throws Exception {
        Report.write(
                TableTest.results(
                        "raw",
                        "threads",
                        TableTest.figure(1, "get", "raw", 100),
                        TableTest.figure(1, "invoke", "larder", 110)),
                directory);

        assertThat(texts(directory.resolve("get.svg"))).contains("ratio to raw (ns/op)", "ns/op", "110");
    }

    @Test
    void scaleOfBarsReachesTheHighestRound() throws Exception {
        Report.write(
                TableTest.results(
                        "raw",
                        "threads",
                        TableTest.figure(1, "get", "raw", 100),
                        TableTest.figure(2, "get", "raw", 100),
                        TableTest.figure(3, "get", "raw", 100),
                        TableTest.figure(1, "get", "ohc", 100),
                        TableTest.figure(2, "get", "ohc", 100),
                        TableTest.figure(3, "get", "ohc", 1_100)),
                directory);

        assertThat(texts(directory.resolve("get.svg")))
                .contains("1.00 (100)")
                .anyMatch(text -> text.matches("1[0-3](\\.0)?")); // a number of the scale
    }

    @Test
    void chartOfLinesNamesAllContestantsAndSizes() throws Exception {
        Results lines = new Results(
                "lines",
                "Lines",
                "",
                "data",
                "entries",
                null,
                true,
                results.environment(),
                List.of(
                        new Figure(1, "zipf", 1_000, "larder", "%", 50),
                        new Figure(1, "zipf", 20_000, "larder", "%", 60),
                        new Figure(1, "zipf", 1_000, "caffeine", "%", 55)));

        Report.write(lines, directory);

        assertThat(texts(directory.resolve("lines.svg"))).contains("zipf", "larder", "caffeine", "1,000", "20,000");
    }

    @Test
    void chartOfTheSameFiguresIsTheSame() throws IOException {
        String first = Files.readString(directory.resolve("get.svg"));

        Report.again(List.of(directory.resolve("get.json").toString()));

        assertThat(directory.resolve("get.svg")).hasContent(first);
    }

    @Test
    void resultsWithoutFiguresAreRefused() {
        assertThatThrownBy(() -> Report.write(TableTest.results("raw", null), directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'get' has measured nothing");
    }

    private static List<String> texts(Path svg) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
        var texts = document.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(i -> texts.item(i).getTextContent())
                .toList();
    }
}
