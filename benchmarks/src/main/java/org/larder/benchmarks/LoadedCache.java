package org.larder.benchmarks;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One contestant that holds a million entries, and what the threads share to access it. */
@State(Scope.Benchmark)
public class LoadedCache {

    static final int ENTRIES = 1_000_000;
    static final double ZIPF_EXPONENT = 0.99;
    static final int VALUE_BYTES = 100;

    private static final int KEY_BYTES = 20;

    /** A power of two, so that a mask picks the value. Few enough to stay in the processor's cache. */
    private static final int DISTINCT_VALUES = 256;

    private static final long SEED = 0x1A2DE2;

    /** A quarter more than is put in, so that an uneven spread evicts nothing anywhere. */
    private static final Bounds BOUNDS = new Bounds(ENTRIES + ENTRIES / 4, KEY_BYTES, VALUE_BYTES);

    /**
     * Who is measured. Beside those measured by default there are {@code larder-statistics} and {@code
     * ehcache-statistics}: the same caches with their statistics enabled; {@code larder-encrypted}, which encrypts; and
     * {@code larder-persistent}, which is in files.
     */
    @Param({"raw", "larder", "ehcache"})
    public String contestant = "raw";

    private final AccessPattern pattern = new AccessPattern(ENTRIES, ZIPF_EXPONENT, SEED);
    private final String[] keys = new String[ENTRIES];
    private final byte[][] values = new byte[DISTINCT_VALUES][VALUE_BYTES];
    private Contestant cache;

    /** Opens the contestant, puts all entries in and checks that it holds them. */
    @Setup(Level.Trial)
    public void load() {
        SplittableRandom random = new SplittableRandom(SEED);
        HexFormat hex = HexFormat.of();
        for (byte[] value : values) {
            random.nextBytes(value);
        }
        for (int i = 0; i < ENTRIES; i++) {
            keys[i] = "user:" + hex.toHexDigits(random.nextInt()) + ":" + hex.toHexDigits(i, 6);
        }
        cache = open(contestant);
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(keys[i], value(i));
        }
        for (int i = 0; i < ENTRIES; i++) {
            if (!Arrays.equals(cache.get(keys[i]), value(i))) {
                throw new IllegalStateException(
                        contestant + " was given " + ENTRIES + " entries but lost or changed that" + " of " + keys[i]
                                + "; raise its bounds, or the ratios compare caches of different sizes");
            }
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        cache.close();
    }

    byte @Nullable [] get(int item) {
        return cache.get(keys[item]);
    }

    void put(int item, int turn) {
        cache.put(keys[item], value(turn));
    }

    AccessPattern pattern() {
        return pattern;
    }

    private byte[] value(int turn) {
        return values[turn & (DISTINCT_VALUES - 1)];
    }

    private static Contestant open(String contestant) {
        return switch (contestant) {
            case "raw" -> RawMap.open(BOUNDS);
            case "larder" -> JCacheContestant.larder(BOUNDS);
            case "larder-encrypted" -> JCacheContestant.encrypted(BOUNDS);
            case "larder-persistent" -> JCacheContestant.persistent(BOUNDS);
            case "larder-statistics" -> JCacheContestant.larder(BOUNDS).withStatistics();
            case "ehcache" -> JCacheContestant.ehcache(BOUNDS);
            case "ehcache-statistics" -> JCacheContestant.ehcache(BOUNDS).withStatistics();
            default ->
                throw new IllegalArgumentException("contestant '" + contestant
                        + "' was asked for; there are raw, larder, larder-encrypted, larder-persistent,"
                        + " larder-statistics, ehcache and ehcache-statistics");
        };
    }
}
