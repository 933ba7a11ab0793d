package org.larder.cdi.cache;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.larder.annotation.CacheSettings;
import org.larder.expiry.Expiry;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;

/**
 * What {@link CacheSettings} say of a cache, read and checked. Two of them are equal if they say the same.
 *
 * @param domain as in the annotation, with the id that the configuration gives it
 * @param expiry when entries expire, or null if nothing says so
 * @param eternal whether they never do, on purpose
 * @param maxBytes 0 for not given
 * @param maxEntries 0 for not given
 */
record DeclaredSettings(
        String domain,
        @Nullable Expiry expiry,
        boolean eternal,
        long maxBytes,
        long maxEntries,
        boolean persistent,
        boolean encrypted,
        boolean statistics) {

    /** Nothing said. */
    static final DeclaredSettings NONE = new DeclaredSettings("", null, false, 0, 0, false, false, false);

    /**
     * Reads an annotation.
     *
     * @param domains what the configuration says of domains
     * @param problems told what is wrong with it; what is returned is of no use then
     */
    static DeclaredSettings of(CacheSettings annotation, Domains domains, Consumer<String> problems) {
        requireNotNegative("maxBytes", annotation.maxBytes(), problems);
        requireNotNegative("maxEntries", annotation.maxEntries(), problems);
        return new DeclaredSettings(
                domains.complete(annotation.domain()),
                expiry(annotation, problems),
                annotation.eternal(),
                annotation.maxBytes(),
                annotation.maxEntries(),
                annotation.persistent(),
                annotation.encrypted(),
                annotation.statistics());
    }

    private static void requireNotNegative(String member, long number, Consumer<String> problems) {
        if (number < 0) {
            problems.accept("%s is %d; give at least 1, or leave it out".formatted(member, number));
        }
    }

    private static @Nullable Expiry expiry(CacheSettings annotation, Consumer<String> problems) {
        List<String> given = new ArrayList<>();
        if (annotation.timeToLiveSeconds() != 0) {
            given.add("timeToLiveSeconds");
        }
        if (!annotation.timeOfDay().isEmpty()) {
            given.add("timeOfDay");
        }
        if (!annotation.date().isEmpty()) {
            given.add("date");
        }
        if (annotation.eternal()) {
            given.add("eternal");
        }
        if (given.size() > 1) {
            problems.accept("%s are given; give one of them".formatted(String.join(" and ", given)));
            return null;
        }
        if (given.isEmpty() || annotation.eternal()) {
            if (annotation.jitter() != 0) {
                problems.accept(
                        "jitter shortens lives, and nothing says how long those are; give timeToLiveSeconds, timeOfDay or date with it, or leave it out");
            }
            return null;
        }
        try {
            return expiryGiven(annotation).withJitter(annotation.jitter());
        } catch (IllegalArgumentException e) {
            problems.accept("%s: %s".formatted(given.get(0), e.getMessage()));
            return null;
        }
    }

    private static Expiry expiryGiven(CacheSettings annotation) {
        if (!annotation.timeOfDay().isEmpty()) {
            return TimeOfDay.parse(annotation.timeOfDay()).in(zone(annotation.zone()));
        }
        if (!annotation.date().isEmpty()) {
            return ExpiryDate.parse(annotation.date()).in(zone(annotation.zone()));
        }
        return TimeToLive.ofSeconds(annotation.timeToLiveSeconds());
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "there is no zone '%s'; write one such as UTC or Europe/Lisbon".formatted(id), e);
        }
    }

    /** Whether these settings say anything. */
    boolean isEmpty() {
        return equals(NONE);
    }

    /** What only Larder can do of this, by name and value. */
    Map<String, Object> ofLarderOnly() {
        Map<String, Object> asked = new LinkedHashMap<>();
        if (!domain.isEmpty()) {
            asked.put("domain", domain);
        }
        if (maxBytes > 0) {
            asked.put("maxBytes", maxBytes);
        }
        if (maxEntries > 0) {
            asked.put("maxEntries", maxEntries);
        }
        if (persistent) {
            asked.put("persistent", true);
        }
        if (encrypted) {
            asked.put("encrypted", true);
        }
        return asked;
    }
}
