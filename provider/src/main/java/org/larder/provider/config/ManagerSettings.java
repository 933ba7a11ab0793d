package org.larder.provider.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.larder.CacheDomain;
import org.larder.EffectiveSetting;
import org.larder.LarderConfiguration;
import org.larder.provider.config.Rules.Layer;

/** What a cache manager was given for its caches, by a file and by its properties: read and checked once. Immutable. */
public final class ManagerSettings {

    private static final String LARDER = "larder.";
    private static final String DEFAULT_MAX_BYTES = "larder.default-max-bytes";
    private static final String DIRECTORY = "larder.directory";
    private static final String PREALLOCATE = "larder.preallocate";
    private static final String SYSTEM_DOMAIN = "larder.system-domain";
    private static final List<String> OWN_KEYS = List.of(DEFAULT_MAX_BYTES, DIRECTORY, PREALLOCATE, SYSTEM_DOMAIN);

    /** Of other modules of Larder, which read them from the same places. A dot at the end stands for all below it. */
    private static final List<String> KEYS_OF_OTHERS =
            List.of("larder.application", "larder.organization", "larder.cdi.", "larder.rest.");

    private static final List<String> KNOWN_KEYS =
            Stream.concat(OWN_KEYS.stream(), KEYS_OF_OTHERS.stream()).toList();

    private static final List<String> KEYS = Stream.concat(
                    Stream.of("cache.<name or pattern>.<setting>", "codec.<type>"), OWN_KEYS.stream())
            .toList();

    private final ClassLoader loader;
    private final Rules rules;
    private final SortedSet<String> declaredNames;
    private final long defaultMaxBytes;
    private final EffectiveSetting shownDefaultMaxBytes;
    private final @Nullable Path directory;
    private final boolean preallocated;

    private ManagerSettings(ClassLoader loader, Reading reading) {
        this.loader = loader;
        this.rules = reading.rules;
        this.declaredNames = reading.rules.declaredNames();
        this.defaultMaxBytes = reading.defaultMaxBytes;
        this.shownDefaultMaxBytes = reading.shownDefaultMaxBytes;
        this.directory = reading.directory;
        this.preallocated = reading.preallocated;
    }

    /**
     * Reads the configuration file of a manager, if there is one, and its properties.
     *
     * @param uri the manager; names the file if it ends in {@code .properties}
     * @param loader where a file on the class path and the classes that are named are looked up
     * @param properties the manager's; those whose keys are not Larder's are somebody else's
     * @throws CacheException if the file cannot be read, or anything in file or properties is not legal; names all that
     *     is wrong, the places and what is legal
     */
    public static ManagerSettings of(URI uri, ClassLoader loader, Properties properties) {
        ManagerDomain domain = ManagerDomain.of(uri);
        ConfigurationFile file = ConfigurationFile.of(uri, loader);
        Reading reading = new Reading(domain);
        if (file != null) {
            reading.readFile(file);
        }
        reading.readProperties(properties);
        reading.checkDomain();
        reading.checkDeclared();
        reading.problems.throwIfAny(uri, file == null ? null : file.location());
        return new ManagerSettings(loader, reading);
    }

    /** The bound of memory of a cache that has none of its own, in bytes. */
    public long defaultMaxBytes() {
        return defaultMaxBytes;
    }

    /** Where the files of persistent caches are, or null if nobody said. */
    public @Nullable Path directory() {
        return directory;
    }

    /** Whether files take all the room that they may come to need when they are made. */
    public boolean isPreallocated() {
        return preallocated;
    }

    /** The names of the caches that are declared, in order. */
    public SortedSet<String> declaredNames() {
        return new TreeSet<>(declaredNames);
    }

    /** Whether a cache is declared. */
    public boolean declares(String cacheName) {
        return declaredNames.contains(cacheName);
    }

    /**
     * Merges what is said of a cache.
     *
     * @param configuration what the code says, or null if it says nothing
     * @throws IllegalArgumentException if settings contradict each other; names the cache, the settings and the way out
     * @throws CacheException if a class that is named is not there or of the wrong type, or two patterns are equally
     *     strong
     */
    public <K, V> CacheSettings<K, V> settingsOf(String cacheName, @Nullable Configuration<K, V> configuration) {
        return CacheSettings.merged(
                cacheName,
                configuration == null ? new LarderConfiguration<>() : configuration,
                rules,
                loader,
                shownDefaultMaxBytes);
    }

    /** The configuration of a manager while it is read. */
    private static final class Reading {
        private final Problems problems = new Problems();
        private final Rules rules = new Rules();
        private final @Nullable ManagerDomain domain;
        private boolean systemDomainEnabled;
        private long defaultMaxBytes = 64L << 20;
        private @Nullable Path directory;
        private boolean preallocated = true;
        private EffectiveSetting shownDefaultMaxBytes = new EffectiveSetting("max-bytes", "64MiB", "default");

        Reading(@Nullable ManagerDomain domain) {
            this.domain = domain;
            if (domain != null && domain.isShared()) {
                rules.add(
                        Layer.DOMAIN,
                        new Property("cache.*.persistent", "true", "%s domain".formatted(domain.domain())));
            }
        }

        void readFile(ConfigurationFile file) {
            Map<String, Property> seen = new HashMap<>();
            for (Property property : PropertiesText.read(file.name(), file.text(), problems)) {
                Property first = seen.putIfAbsent(property.key(), property);
                if (first == null && !isOfAnotherModule(property.key())) {
                    read(Layer.FILE, property);
                } else if (first != null) {
                    problems.add(property, "the key is in %s already; delete one of them".formatted(first.place()));
                }
            }
        }

        void readProperties(Properties properties) {
            for (String key : new TreeSet<>(properties.stringPropertyNames())) {
                if (isOurs(key)) {
                    read(Layer.MANAGER, property(key, properties.getProperty(key)));
                }
            }
            properties.forEach((key, value) -> {
                if (key instanceof String name && isOurs(name) && !(value instanceof String)) {
                    problems.add(
                            property(name, ""),
                            "the value is a %s; give text, as with setProperty"
                                    .formatted(value.getClass().getName()));
                }
            });
        }

        private static Property property(String key, String value) {
            return new Property(key, value, "manager properties");
        }

        private static boolean isOurs(String key) {
            return key.startsWith(Rules.CACHE)
                    || key.startsWith(Rules.CODEC)
                    || (key.startsWith(LARDER) && !isOfAnotherModule(key));
        }

        private static boolean isOfAnotherModule(String key) {
            return KEYS_OF_OTHERS.stream()
                    .anyMatch(other -> other.endsWith(".") ? key.startsWith(other) : key.equals(other));
        }

        private void read(Layer layer, Property written) {
            try {
                Property property =
                        written.withValue(Placeholders.resolved(written.value()).strip());
                if (property.value().isEmpty()) {
                    throw new IllegalArgumentException("the value is ''; give one, or delete the key");
                }
                if (property.key().contains("${")) {
                    throw new IllegalArgumentException(
                            "placeholders stand in values only; write the name of the cache, or a pattern");
                }
                if (property.key().startsWith(Rules.CACHE)) {
                    rules.add(layer, property);
                    checkAgainstDomain(property);
                } else if (property.key().startsWith(Rules.CODEC)) {
                    rules.addCodec(layer, property);
                } else if (property.key().equals(DEFAULT_MAX_BYTES)) {
                    defaultMaxBytes = Values.bytes(property.value());
                    shownDefaultMaxBytes = new EffectiveSetting("max-bytes", property.value(), property.toString());
                } else if (property.key().equals(DIRECTORY)) {
                    directory = Values.path(property.value());
                } else if (property.key().equals(PREALLOCATE)) {
                    preallocated = Values.flag(property.value());
                } else if (property.key().equals(SYSTEM_DOMAIN)) {
                    systemDomainEnabled = Values.flag(property.value());
                } else {
                    throw new IllegalArgumentException("there is no such key%s; the keys are %s"
                            .formatted(Suggestions.didYouMean(property.key(), KNOWN_KEYS), String.join(", ", KEYS)));
                }
            } catch (IllegalArgumentException e) {
                problems.add(written, String.valueOf(e.getMessage()));
            }
        }

        /** Refuses to take a cache out of the files in which those who share the domain look for it. */
        private void checkAgainstDomain(Property property) {
            if (domain != null
                    && domain.isShared()
                    && property.key().endsWith(".persistent")
                    && !property.value().equals("true")) {
                throw new IllegalArgumentException(
                        "the value is '%s', and caches of the %s domain are always in files, for others to find them; delete the line, or use the local domain"
                                .formatted(property.value(), domain.domain()));
            }
        }

        /** Finds what a manager of its domain lacks. */
        void checkDomain() {
            if (domain == null || !domain.isShared()) {
                return;
            }
            if (domain.domain() == CacheDomain.SYSTEM && !systemDomainEnabled) {
                problems.add(
                        "the system domain is switched off, as all applications of all organizations would share its caches; use local or organization, or set larder.system-domain = true");
            }
            if (directory == null) {
                problems.add(
                        "caches of the %s domain are always in files, and nobody said where; set larder.directory in larder.properties or in the properties of the manager"
                                .formatted(domain.domain()));
            }
        }

        /** Finds what is wrong with declared caches as far as it shows without their classes. */
        void checkDeclared() {
            for (String name : rules.declaredNames()) {
                try {
                    CacheSettings.checkDeclared(name, rules);
                } catch (CacheException | IllegalArgumentException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
    }
}
