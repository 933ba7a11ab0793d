package org.larder.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.data.category.DefaultCategoryDataset;
import org.w3c.dom.Document;

/**
 * A picture of results in SVG: bars of the contestants, a panel for each case; or lines over the sizes, a panel for each
 * subject and measure. White, so that it can be read on pages of any colour.
 */
final class Chart {

    private static final int COLUMNS = 2;
    private static final int PANEL_WIDTH = 460;
    private static final int LINES_HEIGHT = 280;
    private static final int BARS_HEIGHT = 80;
    private static final int BAR_HEIGHT = 22;
    private static final int TITLE_HEIGHT = 40;
    private static final int FOOT_HEIGHT = 24;
    private static final int MARGIN = 12;
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    private static final Font PANEL_TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private final Results results;
    private final Summary summary;
    private final List<JFreeChart> panels;

    Chart(Results results) {
        this.results = results;
        this.summary = new Summary(results);
        this.panels = results.lines() ? linePanels(results, summary) : barPanels(results, summary);
    }

    /** Returns the picture as a document. */
    String svg() {
        SVGGraphics2D graphics = new SVGGraphics2D(emptyDocument());
        graphics.setSVGCanvasSize(new Dimension(width(), height()));
        draw(graphics);
        StringWriter text = new StringWriter();
        try {
            // Not by what draws it, which writes a document type that readers look for in the network.
            Transformer writer = TransformerFactory.newInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.INDENT, "yes");
            writer.transform(new DOMSource(graphics.getRoot()), new StreamResult(text));
        } catch (TransformerException e) {
            throw new IllegalStateException("a picture cannot be written as XML", e);
        }
        return text.toString();
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVGGraphics2D.SVG_NAMESPACE_URI, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK makes no XML documents, which every JDK must", e);
        }
    }

    private int width() {
        return COLUMNS * PANEL_WIDTH;
    }

    private int height() {
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        return TITLE_HEIGHT + rows * panelHeight() + FOOT_HEIGHT;
    }

    private int panelHeight() {
        return results.lines()
                ? LINES_HEIGHT
                : BARS_HEIGHT + BAR_HEIGHT * summary.contestants().size();
    }

    private void draw(Graphics2D graphics) {
        graphics.setPaint(Color.WHITE);
        graphics.fillRect(0, 0, width(), height());
        graphics.setPaint(Color.BLACK);
        graphics.setFont(TITLE);
        graphics.drawString(results.title(), MARGIN, TITLE_HEIGHT - 14);
        for (int i = 0; i < panels.size(); i++) {
            int column = i % COLUMNS;
            int row = i / COLUMNS;
            panels.get(i)
                    .draw(
                            graphics,
                            new Rectangle2D.Double(
                                    column * PANEL_WIDTH,
                                    TITLE_HEIGHT + row * panelHeight(),
                                    PANEL_WIDTH,
                                    panelHeight()));
        }
        graphics.setPaint(Color.DARK_GRAY);
        graphics.setFont(SMALL);
        Environment environment = results.environment();
        graphics.drawString(
                "%s, %d cores, JDK %s, %s"
                        .formatted(environment.processor(), environment.cores(), environment.jdk(), environment.date()),
                MARGIN,
                height() - 8);
    }

    private static List<JFreeChart> barPanels(Results results, Summary summary) {
        return summary.cases().stream()
                .map(of -> styled(new BarPanel(results, summary, of).chart(SMALL)))
                .toList();
    }

    private static List<JFreeChart> linePanels(Results results, Summary summary) {
        List<JFreeChart> panels = new ArrayList<>();
        for (String subject : summary.subjects()) {
            for (String measure : summary.measures()) {
                DefaultCategoryDataset values = lineValues(summary, subject, measure);
                if (values.getRowCount() > 0) {
                    JFreeChart chart = ChartFactory.createLineChart(
                            subject, results.sizeName(), measure, values, PlotOrientation.VERTICAL, true, false, false);
                    chart.getCategoryPlot().setRenderer(new LineAndShapeRenderer());
                    panels.add(styled(chart));
                }
            }
        }
        return panels;
    }

    private static DefaultCategoryDataset lineValues(Summary summary, String subject, String measure) {
        DefaultCategoryDataset values = new DefaultCategoryDataset();
        for (Summary.Case of : summary.cases()) {
            if (of.subject().equals(subject)) {
                for (String contestant : summary.contestants(of)) {
                    Spread value = summary.value(of, contestant, measure);
                    if (value != null) {
                        values.addValue(value.median(), contestant, Table.size(of.size()));
                    }
                }
            }
        }
        return values;
    }

    private static JFreeChart styled(JFreeChart chart) {
        chart.setBackgroundPaint(Color.WHITE);
        chart.getTitle().setFont(PANEL_TITLE);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.getDomainAxis().setTickLabelFont(SMALL);
        plot.getDomainAxis().setLabelFont(SMALL);
        plot.getRangeAxis().setTickLabelFont(SMALL);
        plot.getRangeAxis().setLabelFont(SMALL);
        for (int series = 0; series < plot.getDataset().getRowCount(); series++) {
            String contestant = plot.getDataset().getRowKey(series).toString();
            plot.getRenderer().setSeriesPaint(series, Palette.of(contestant));
            plot.getRenderer().setSeriesStroke(series, new BasicStroke(Palette.emphasised(contestant) ? 3.5f : 1.5f));
        }
        return chart;
    }
}
