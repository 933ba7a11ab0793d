package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What the policies let nobody exceed. {@link #PROFILE} are the documented limits. Only policies know them: the same
 * caches used otherwise are not limited.
 *
 * @param keyBytes bytes of the longest key, in UTF-8
 * @param valueBytes bytes of the largest value, as it is stored: strings in UTF-8, byte arrays as they are, other objects
 *     serialized
 * @param caches the most caches that there are made in an environment, the shared one not counted
 * @param entriesPerCache the most entries of a cache that the environment makes; the bytes that it may take can be
 *     exhausted before
 * @since 0.1
 */
public record PolicyLimits(int keyBytes, int valueBytes, int caches, long entriesPerCache) {

    /** The documented limits: keys of 2 KB, values of 256 KB, 100 caches of 2.5 million entries. */
    public static final PolicyLimits PROFILE = new PolicyLimits(2048, 262_144, 100, 2_500_000);

    /** How long an entry lives at most: 30 days. */
    public static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(30);

    /** The characters of the longest name of a policy or a cache. */
    public static final int NAME_CHARS = 255;

    private static final Pattern POLICY_NAME = Pattern.compile("[A-Za-z0-9 _.\\-]+");
    private static final Pattern CACHE_NAME = Pattern.compile("[A-Za-z0-9._\\-$ %]+");

    /**
     * Creates limits.
     *
     * @throws IllegalArgumentException if one is zero or negative
     */
    public PolicyLimits {
        requirePositive("keyBytes", keyBytes);
        requirePositive("valueBytes", valueBytes);
        requirePositive("caches", caches);
        requirePositive("entriesPerCache", entriesPerCache);
    }

    /** Returns these limits with another of the bytes of a key. */
    public PolicyLimits withKeyBytes(int bytes) {
        return new PolicyLimits(bytes, valueBytes, caches, entriesPerCache);
    }

    /** Returns these limits with another of the bytes of a value. */
    public PolicyLimits withValueBytes(int bytes) {
        return new PolicyLimits(keyBytes, bytes, caches, entriesPerCache);
    }

    /** Returns these limits with another of the number of caches. */
    public PolicyLimits withCaches(int number) {
        return new PolicyLimits(keyBytes, valueBytes, number, entriesPerCache);
    }

    /** Returns these limits with another of the entries of a cache. */
    public PolicyLimits withEntriesPerCache(long number) {
        return new PolicyLimits(keyBytes, valueBytes, caches, number);
    }

    /** The name of a policy, if it is legal. */
    static String requirePolicyName(String name) {
        return requireName("name of a policy", name, POLICY_NAME, "letters, digits, spaces, '-', '_' and '.'");
    }

    /** The name of a cache, if it is legal. */
    static String requireCacheName(String name) {
        return requireName("name of a cache", name, CACHE_NAME, "letters, digits, spaces, '.', '_', '-', '$' and '%'");
    }

    private static String requireName(String what, String name, Pattern legal, String legalCharacters) {
        requireNonNull(name, what);
        if (name.length() > NAME_CHARS) {
            throw new PolicyConfigurationException("the %s has %d characters and begins with '%s'; %d are allowed"
                    .formatted(what, name.length(), name.substring(0, 20), NAME_CHARS));
        }
        if (!legal.matcher(name).matches()) {
            throw new PolicyConfigurationException(
                    "'%s' is no %s; it consists of 1 to %d %s".formatted(name, what, NAME_CHARS, legalCharacters));
        }
        return name;
    }

    private static void requirePositive(String limit, long number) {
        if (number <= 0) {
            throw new IllegalArgumentException("the limit %s is %d; it must be at least 1".formatted(limit, number));
        }
    }
}
