package org.larder.benchmarks.report;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.IntervalBarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.category.DefaultIntervalCategoryDataset;

/**
 * The panel of a case: a bar for the ratio of each contestant to the yardstick, or for what was measured where there is no
 * yardstick; across the end of each a line from the lowest round to the highest, its whisker.
 */
final class BarPanel {

    private static final double ROOM_FOR_LABELS = 0.25;
    private static final double BAR_WIDTH = 0.12;
    private static final double WHISKER_WIDTH = 0.008;

    private final List<Bar> bars = new ArrayList<>();
    private final String title;
    private final String axis;

    private record Bar(String contestant, String name, Spread spread, String label) {}

    BarPanel(Results results, Summary summary, Summary.Case of) {
        String measure = summary.measures().get(0);
        String yardstick = results.yardstick();
        boolean ratios = yardstick != null && summary.ratio(of, yardstick, measure) != null;
        title = of.subject()
                + (results.sizeName() == null || of.size() == 0
                        ? ""
                        : ", " + results.sizeName() + ": " + Table.size(of.size()));
        axis = ratios ? "ratio to %s (%s)".formatted(yardstick, measure) : measure;
        for (String contestant : summary.contestants(of)) {
            Spread value = summary.value(of, contestant, measure);
            if (value != null) {
                String name = contestant + summary.missingRounds(of, contestant, measure);
                String median = Table.number(value.median());
                Spread ratio = summary.ratio(of, contestant, measure);
                if (!ratios) {
                    bars.add(new Bar(contestant, name, value, median));
                } else if (ratio == null) {
                    bars.add(new Bar(contestant, name, new Spread(0, 0, 0), "no ratio (%s)".formatted(median)));
                } else {
                    bars.add(
                            new Bar(contestant, name, ratio, "%s (%s)".formatted(Table.ratio(ratio.median()), median)));
                }
            }
        }
    }

    JFreeChart chart(Font labels) {
        JFreeChart chart = ChartFactory.createStackedBarChart(
                title, null, axis, medians(), PlotOrientation.HORIZONTAL, false, false, false);
        CategoryPlot plot = chart.getCategoryPlot();
        // Stacked, as each bar is alone in its row: the colours are those of series.
        plot.setRenderer(plain(new StackedBarRenderer(), BAR_WIDTH));
        plot.setDataset(1, whiskers());
        plot.setRenderer(1, whiskerRenderer(labels));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.getRangeAxis().setUpperMargin(ROOM_FOR_LABELS);
        return chart;
    }

    private DefaultCategoryDataset medians() {
        DefaultCategoryDataset medians = new DefaultCategoryDataset();
        bars.forEach(bar -> medians.addValue(bar.spread.median(), bar.contestant, bar.name));
        return medians;
    }

    private DefaultIntervalCategoryDataset whiskers() {
        double[] low = bars.stream().mapToDouble(bar -> bar.spread.low()).toArray();
        double[] high = bars.stream().mapToDouble(bar -> bar.spread.high()).toArray();
        DefaultIntervalCategoryDataset whiskers =
                new DefaultIntervalCategoryDataset(new double[][] {low}, new double[][] {high});
        whiskers.setCategoryKeys(bars.stream().map(Bar::name).toArray(String[]::new));
        return whiskers;
    }

    /** Draws the labels too: at the end of the bar they would lie on the whisker. */
    private BarRenderer whiskerRenderer(Font labels) {
        BarRenderer renderer = plain(new IntervalBarRenderer(), WHISKER_WIDTH);
        renderer.setSeriesPaint(0, Color.BLACK);
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator() {
            @Override
            public String generateLabel(CategoryDataset whiskers, int row, int column) {
                return bars.get(column).label;
            }
        });
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(labels);
        renderer.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        return renderer;
    }

    private static BarRenderer plain(BarRenderer renderer, double width) {
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(width);
        return renderer;
    }
}
