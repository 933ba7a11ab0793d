package org.larder.tck;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.larder.tck.ReportedCase.Outcome;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The XML reports that Surefire leaves behind, one file per test class. */
final class SuiteReports {
    /** What the suite logs in place of running an excluded test. */
    private static final String EXCLUSION = "EXCLUDING TEST";

    private SuiteReports() {}

    /** Every test case in the reports of {@code directory}; none when there is no such directory. */
    static List<ReportedCase> read(Path directory) throws IOException, SAXException, ParserConfigurationException {
        List<ReportedCase> cases = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return cases;
        }
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        DocumentBuilder parser = factory.newDocumentBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path file : files) {
                NodeList elements = parser.parse(file.toFile()).getElementsByTagName("testcase");
                for (int i = 0; i < elements.getLength(); i++) {
                    cases.add(caseOf((Element) elements.item(i)));
                }
            }
        }
        return cases;
    }

    private static ReportedCase caseOf(Element element) {
        return new ReportedCase(
                element.getAttribute("classname") + "#" + element.getAttribute("name"), outcomeOf(element));
    }

    private static Outcome outcomeOf(Element element) {
        if (has(element, "failure") || has(element, "error")) {
            return Outcome.FAILED;
        }
        if (has(element, "skipped")) {
            return Outcome.SKIPPED;
        }
        return element.getTextContent().contains(EXCLUSION) ? Outcome.EXCLUDED : Outcome.PASSED;
    }

    private static boolean has(Element element, String child) {
        return element.getElementsByTagName(child).getLength() > 0;
    }
}
