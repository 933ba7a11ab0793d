package org.larder.provider.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that values of settings have. Each method says in its exception what is legal. */
final class Values {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d[\\d_]*+)(?<!_) ?([A-Za-z]*)");

    private static final Pattern SHARE = Pattern.compile("0\\.\\d{1,15}");

    private static final Pattern IDENTIFIER =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("B", 1L),
            Map.entry("kB", 1_000L),
            Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L),
            Map.entry("GB", 1_000_000_000L),
            Map.entry("TB", 1_000_000_000_000L),
            Map.entry("KiB", 1L << 10),
            Map.entry("MiB", 1L << 20),
            Map.entry("GiB", 1L << 30),
            Map.entry("TiB", 1L << 40));

    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Values() {}

    /** A number of bytes, at least 1. */
    static long bytes(String text) {
        return positive(text, BYTES, "a number of bytes; write one such as 67108864, 512KiB, 64MiB, 1GiB or 64MB");
    }

    /** A number of bytes that an {@code int} holds, at least 1. */
    static int intBytes(String text) {
        long bytes = bytes(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "'%s' is too much; it can be %d at most".formatted(text, Integer.MAX_VALUE));
        }
        return (int) bytes;
    }

    /** A number of things, at least 1. */
    static long count(String text) {
        return positive(text, Map.of("", 1L), "a number; write one such as 50000 or 50_000, at least 1");
    }

    /** {@code true} or {@code false}. */
    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("'%s' is neither true nor false; write one of them".formatted(text));
        };
    }

    /** A duration in milliseconds, zero or more. */
    static long durationMillis(String text) {
        String legal = "a duration; write one such as 250ms, 10s, 5m, 2h, 7d or PT1H30M";
        if (!text.startsWith("P")) {
            return number(text, MILLIS, legal);
        }
        try {
            Duration duration = Duration.parse(text);
            long millis = duration.toMillis();
            if (millis >= 0 && Duration.ofMillis(millis).equals(duration)) {
                return millis;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("'%s' is not %s".formatted(text, legal), e);
        }
        throw new IllegalArgumentException("'%s' is not %s".formatted(text, legal));
    }

    /** A duration, more than zero. */
    static Duration duration(String text) {
        long millis = durationMillis(text);
        if (millis == 0) {
            throw new IllegalArgumentException(
                    "'%s' is no time at all; write one such as 10s, 5m or 2h, or 'default' for none".formatted(text));
        }
        return Duration.ofMillis(millis);
    }

    /** A part of a whole: more than 0, less than 1. */
    static double share(String text) {
        if (!SHARE.matcher(text).matches() || Double.parseDouble(text) == 0) {
            throw new IllegalArgumentException(
                    "'%s' is not a share; write one such as 0.8, more than 0 and less than 1".formatted(text));
        }
        return Double.parseDouble(text);
    }

    /** The name of a class. */
    static String className(String text) {
        if (!isClassName(text)) {
            throw new IllegalArgumentException(
                    "'%s' is not the name of a class; write one such as com.acme.Order".formatted(text));
        }
        return text;
    }

    /** Whether a text may be the name of a class. */
    static boolean isClassName(String text) {
        // One by one: a pattern of all parts would take stack for each.
        return Arrays.stream(text.split("\\.", -1))
                .allMatch(part -> IDENTIFIER.matcher(part).matches());
    }

    /**
     * The full name of a type of keys or values: a class, or an array of bytes. Those of {@code java.lang} need no
     * package.
     */
    static String typeName(String text) {
        if (text.equals("byte[]")) {
            return text;
        }
        String name = className(text);
        return name.indexOf('.') < 0 && isInJavaLang(name) ? "java.lang." + name : name;
    }

    private static boolean isInJavaLang(String name) {
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static long positive(String text, Map<String, Long> units, String legal) {
        long number = number(text, units, legal);
        if (number == 0) {
            throw new IllegalArgumentException("'%s' is not %s".formatted(text, legal));
        }
        return number;
    }

    private static long number(String text, Map<String, Long> units, String legal) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        Long unit = parts.matches() && !text.contains("__") ? units.get(parts.group(2)) : null;
        if (unit != null) {
            try {
                return Math.multiplyExact(Long.parseLong(parts.group(1).replace("_", "")), unit);
            } catch (NumberFormatException | ArithmeticException e) {
                throw new IllegalArgumentException("'%s' is more than a long can hold".formatted(text), e);
            }
        }
        throw new IllegalArgumentException("'%s' is not %s".formatted(text, legal));
    }

    /** A path; a relative one is relative to the working directory. */
    static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'%s' is not a path: %s".formatted(text, e.getReason()), e);
        }
    }
}
