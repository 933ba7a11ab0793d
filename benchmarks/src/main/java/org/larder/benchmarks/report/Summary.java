package org.larder.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of some figures come to.
 *
 * <p>A ratio is taken within a round, where the contestants ran right after one another, and the median is taken of the
 * rounds' ratios: a machine that is slow for some minutes spoils a round, not the table.
 */
final class Summary {

    private final @Nullable String yardstick;
    private final Map<Place, List<Figure>> byPlace = new LinkedHashMap<>();

    /** Whatever differs between figures of different rounds is the value alone. */
    private record Place(String subject, long size, String contestant, String measure) {
        static Place of(Figure figure) {
            return new Place(figure.subject(), figure.size(), figure.contestant(), figure.measure());
        }
    }

    /** A line of a table without its contestant. */
    record Case(String subject, long size) {}

    Summary(Results results) {
        yardstick = results.yardstick();
        for (Figure figure : results.figures()) {
            byPlace.computeIfAbsent(Place.of(figure), place -> new ArrayList<>())
                    .add(figure);
        }
    }

    List<String> subjects() {
        return distinct(Place::subject);
    }

    List<String> measures() {
        return distinct(Place::measure);
    }

    List<String> contestants() {
        return distinct(Place::contestant);
    }

    List<Case> cases() {
        return distinct(place -> new Case(place.subject(), place.size()));
    }

    List<String> contestants(Case of) {
        return byPlace.keySet().stream()
                .filter(place -> new Case(place.subject(), place.size()).equals(of))
                .map(Place::contestant)
                .distinct()
                .toList();
    }

    /** Returns what was measured, or null if it was not. */
    @Nullable
    Spread value(Case of, String contestant, String measure) {
        List<Figure> figures = figures(of, contestant, measure);
        return figures.isEmpty()
                ? null
                : Spread.of(figures.stream().map(Figure::value).toList());
    }

    /** Returns in how many rounds a contestant was measured, to be written behind its name; empty if it was in all. */
    String missingRounds(Case of, String contestant, String measure) {
        long all = rounds(byPlace.values().stream().flatMap(List::stream));
        long measured = rounds(figures(of, contestant, measure).stream());
        return measured == all ? "" : " (%d of %d rounds)".formatted(measured, all);
    }

    private static long rounds(Stream<Figure> figures) {
        return figures.mapToInt(Figure::round).distinct().count();
    }

    /** Returns the ratio to the yardstick, or null if there is none: no round has both, or the yardstick is 0. */
    @Nullable
    Spread ratio(Case of, String contestant, String measure) {
        if (yardstick == null) {
            return null;
        }
        Map<Integer, Double> base = new LinkedHashMap<>();
        for (Figure figure : figures(of, yardstick, measure)) {
            base.put(figure.round(), figure.value());
        }
        List<Double> ratios = new ArrayList<>();
        for (Figure figure : figures(of, contestant, measure)) {
            double yardstickValue = base.getOrDefault(figure.round(), 0.0);
            if (yardstickValue != 0) {
                ratios.add(figure.value() / yardstickValue);
            }
        }
        return ratios.isEmpty() ? null : Spread.of(ratios);
    }

    private List<Figure> figures(Case of, String contestant, String measure) {
        return byPlace.getOrDefault(new Place(of.subject(), of.size(), contestant, measure), List.of());
    }

    private <T> List<T> distinct(Function<Place, T> part) {
        return byPlace.keySet().stream().map(part).distinct().toList();
    }
}
