package org.larder.cdi.cache;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.larder.ConfigurationKeys;

/**
 * What the configuration of an application says of its caching, from MicroProfile Config if it is there, else from system
 * properties and {@code larder.properties} on the class path. Immutable.
 *
 * @param enabled {@code larder.cdi.enabled}: whether calls of methods are intercepted
 * @param priority {@code larder.cdi.priority}: the priority of the interceptors; the lower, the further outside
 * @param singleFlight {@code larder.cdi.single-flight}: whether one of those who miss calls a method, for all
 * @param provider {@code larder.cdi.provider}: the class of the caching provider, or null to find it
 * @param uri {@code larder.cdi.uri}: the URI of the manager of the application, or null for the provider's default
 * @param timeToLiveSeconds {@code larder.cdi.time-to-live}: how long entries live where nothing bounds a cache
 * @param application {@code larder.application}: the id of the local domain, or null if nobody said
 * @param organization {@code larder.organization}: the id of the organization's domain, or null if nobody said
 * @param managerProperties what managers of Larder get as properties
 * @param leftAlone keys that are like those of managers and are not, and so somebody else's
 */
public record CdiSettings(
        boolean enabled,
        int priority,
        boolean singleFlight,
        @Nullable String provider,
        @Nullable URI uri,
        long timeToLiveSeconds,
        @Nullable String application,
        @Nullable String organization,
        Map<String, String> managerProperties,
        Set<String> leftAlone) {

    /** The key of {@link #application}. */
    static final String APPLICATION = "larder.application";

    /** The key of {@link #organization}. */
    static final String ORGANIZATION = "larder.organization";

    /** The key of {@link #timeToLiveSeconds}. */
    static final String TIME_TO_LIVE = "larder.cdi.time-to-live";

    /** The key of {@link #provider}. */
    static final String PROVIDER = "larder.cdi.provider";

    private static final String OWN = "larder.cdi.";

    /** Just outside the interceptors of Jakarta Transactions, which are at 200. */
    private static final int PRIORITY = 190;

    private static final String MICRO_PROFILE = "org.eclipse.microprofile.config.ConfigProvider";

    /** Copies the map and the set. */
    public CdiSettings {
        managerProperties = Map.copyOf(managerProperties);
        leftAlone = Set.copyOf(leftAlone);
    }

    /**
     * Reads the configuration of an application.
     *
     * @param application its class loader
     * @throws CacheException if a value is not legal; the message names all such keys, their values, where they were found
     *     and what is legal
     */
    public static CdiSettings read(ClassLoader application) {
        return read(source(application));
    }

    private static ConfigurationSource source(ClassLoader application) {
        try {
            Class.forName(MICRO_PROFILE, false, CdiSettings.class.getClassLoader());
            return MicroProfileSource.of(application);
        } catch (ClassNotFoundException | IllegalStateException | NoClassDefFoundError isNotThere) {
            return PropertiesSource.of(application);
        }
    }

    /** Reads a configuration, as {@link #read(ClassLoader)} does. */
    static CdiSettings read(ConfigurationSource source) {
        Reading reading = new Reading(source);
        CdiSettings settings = new CdiSettings(
                reading.value(OWN + "enabled", true, CdiSettings::flag),
                reading.value(OWN + "priority", PRIORITY, CdiSettings::priority),
                reading.value(OWN + "single-flight", true, CdiSettings::flag),
                reading.text(PROVIDER),
                reading.uri(OWN + "uri"),
                reading.value(TIME_TO_LIVE, 3600L, CdiSettings::seconds),
                reading.text(APPLICATION),
                reading.text(ORGANIZATION),
                reading.ofManagers(),
                reading.leftAlone());
        reading.throwIfAnyProblem();
        return settings;
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("write true or false");
        }
        return text.equals("true");
    }

    private static int priority(String text) {
        return (int) number(text, 0, Integer.MAX_VALUE);
    }

    private static long seconds(String text) {
        return number(text, 1, Long.MAX_VALUE);
    }

    private static long number(String text, long least, long most) {
        String legal = "write a whole number from %d to %d".formatted(least, most);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(legal, e);
        }
        throw new IllegalArgumentException(legal);
    }

    /** The configuration while it is read. */
    private static final class Reading {
        private final ConfigurationSource source;
        private final List<String> problems = new ArrayList<>();

        Reading(ConfigurationSource source) {
            this.source = source;
        }

        <T> T value(String key, T otherwise, Function<String, T> parser) {
            String text = text(key);
            try {
                return text == null ? otherwise : parser.apply(text);
            } catch (IllegalArgumentException e) {
                problems.add("%s is '%s' in %s; %s".formatted(key, text, source.origin(key), e.getMessage()));
                return otherwise;
            }
        }

        @Nullable
        String text(String key) {
            String text = source.value(key);
            return text == null || text.isBlank() ? null : text.strip();
        }

        @Nullable
        URI uri(String key) {
            String text = text(key);
            try {
                return text == null ? null : URI.create(text);
            } catch (IllegalArgumentException e) {
                problems.add(
                        "%s is '%s' in %s; write a URI: %s".formatted(key, text, source.origin(key), e.getMessage()));
                return null;
            }
        }

        Map<String, String> ofManagers() {
            Map<String, String> found = new HashMap<>();
            keysLikeThoseOfManagers().filter(ConfigurationKeys::isOwn).forEach(key -> {
                String value = source.value(key);
                if (value != null) {
                    found.put(key, value);
                }
            });
            return found;
        }

        Set<String> leftAlone() {
            return keysLikeThoseOfManagers()
                    .filter(key -> !ConfigurationKeys.isOwn(key))
                    .collect(Collectors.toSet());
        }

        private Stream<String> keysLikeThoseOfManagers() {
            return StreamSupport.stream(source.keysForManagers().spliterator(), false)
                    .filter(ConfigurationKeys::isLike)
                    .filter(key -> !key.startsWith(OWN) && !key.equals(APPLICATION) && !key.equals(ORGANIZATION));
        }

        void throwIfAnyProblem() {
            if (!problems.isEmpty()) {
                throw new CacheException("the configuration of caching is not legal: " + String.join("; ", problems));
            }
        }
    }
}
