package org.larder.benchmarks.report;

import java.awt.Color;
import java.util.Map;

/** The colour of each contestant, the same in all charts. Larder's is the only strong one. */
final class Palette {

    private static final Color LARDER = new Color(0xC8, 0x10, 0x2E);
    private static final Color OTHERS = new Color(0xB0, 0xB0, 0xB0);

    private static final Map<String, Color> COLOURS = Map.ofEntries(
            Map.entry("raw", new Color(0x5B, 0x61, 0x6B)),
            Map.entry("ehcache", new Color(0xE0, 0xA4, 0x58)),
            Map.entry("ehcache-heap", new Color(0xF0, 0xCF, 0x9E)),
            Map.entry("infinispan", new Color(0x8A, 0xB1, 0x7D)),
            Map.entry("ohc", new Color(0x7D, 0x9B, 0xB1)),
            Map.entry("caffeine", new Color(0x4F, 0x7C, 0xAC)),
            Map.entry("cache2k", new Color(0x9C, 0x89, 0xB8)),
            Map.entry("hashmap", new Color(0xC9, 0xC9, 0xC9)),
            Map.entry("lru", new Color(0xE0, 0xA4, 0x58)),
            Map.entry("optimum", new Color(0x5B, 0x61, 0x6B)));

    private Palette() {}

    static Color of(String contestant) {
        return emphasised(contestant) ? LARDER : COLOURS.getOrDefault(contestant, OTHERS);
    }

    static boolean emphasised(String contestant) {
        return contestant.equals("larder") || contestant.startsWith("larder-");
    }
}
