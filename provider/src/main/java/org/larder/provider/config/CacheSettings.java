package org.larder.provider.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.larder.EffectiveSetting;
import org.larder.LarderConfiguration;
import org.larder.codec.Codec;

/**
 * What a cache is made from: code, properties and file merged and checked once, and where each setting comes from.
 * Immutable but for the configuration, which becomes the cache's own.
 */
public final class CacheSettings<K, V> {

    /** Entries of a cache by reference that was given no bound; nobody can know what an object weighs. */
    public static final long DEFAULT_MAX_REFERENCES = 100_000;

    private static final Set<String> SIZES = Set.of("max-bytes", "max-entries", "typical-entry-bytes");

    private final LarderConfiguration<K, V> configuration;
    private final Map<String, Choice> choices;
    private final List<EffectiveSetting> codecs;
    private final EffectiveSetting defaultMaxBytes;

    /**
     * Who decides a setting.
     *
     * @param coded whether it is the code
     * @param rule the property that does, or null if the default holds
     */
    private record Choice(boolean coded, Rules.@Nullable Rule rule) {

        /** Whether anybody set it to something. */
        boolean isSet() {
            return coded || (rule != null && rule.change() != null);
        }

        /** Whether a flag that is {@code true} or {@code false} by default has been turned. */
        boolean isTurnedTo(boolean value) {
            return coded || (rule != null && rule.property().value().equals(String.valueOf(value)));
        }

        String origin() {
            return coded ? "code" : rule == null ? "default" : rule.property().toString();
        }
    }

    private CacheSettings(
            LarderConfiguration<K, V> configuration,
            Map<String, Choice> choices,
            List<EffectiveSetting> codecs,
            EffectiveSetting defaultMaxBytes) {
        this.configuration = configuration;
        this.choices = choices;
        this.codecs = codecs;
        this.defaultMaxBytes = defaultMaxBytes;
    }

    /**
     * Merges what is said of a cache.
     *
     * @param given what the code says; wins where it says something else than the standard's default
     * @param rules what file and properties say
     * @param loader where the classes that they name are looked up
     * @throws IllegalArgumentException if settings contradict each other; names the cache, the settings and the way out
     * @throws javax.cache.CacheException if a class that is named is not there or of the wrong type, or two rules are
     *     equally strong
     */
    static <K, V> CacheSettings<K, V> merged(
            String cacheName,
            Configuration<K, V> given,
            Rules rules,
            ClassLoader loader,
            EffectiveSetting defaultMaxBytes) {
        LarderConfiguration<K, V> configuration = copy(given);
        Map<String, Choice> choices = choices(cacheName, configuration, rules);
        checkBytes(cacheName, choices, !configuration.getCodecFactories().isEmpty());
        requireSource(cacheName, choices, "read-through", "readThrough", "loader", "setCacheLoaderFactory");
        requireSource(cacheName, choices, "write-through", "writeThrough", "writer", "setCacheWriterFactory");
        requireReadThrough(cacheName, choices, "refresh-ahead", "refreshAhead");
        requireReadThrough(cacheName, choices, "stale-on-error", "staleOnError");
        checkEncryption(cacheName, choices);
        @SuppressWarnings("unchecked") // types that a file names are checked when keys and values are used
        LarderConfiguration<Object, Object> untyped = (LarderConfiguration<Object, Object>) configuration;
        choices.values().forEach(choice -> {
            Rules.Rule rule = choice.rule;
            if (rule != null && rule.change() != null) {
                rule.change().apply(untyped, new ClassLookup(cacheName, rule.property(), loader));
            }
        });
        List<EffectiveSetting> codecs = addCodecs(cacheName, configuration, rules.codecs(), loader);
        return new CacheSettings<>(configuration, choices, codecs, defaultMaxBytes);
    }

    /** Checks what can be known of a cache that is declared and not made yet: code may add to it, and take nothing away. */
    static void checkDeclared(String cacheName, Rules rules) {
        checkBytes(cacheName, choices(cacheName, new LarderConfiguration<>(), rules), false);
    }

    /** Adds the codecs by type that the code did not, and lists all. A cache by reference needs none. */
    private static List<EffectiveSetting> addCodecs(
            String cacheName, LarderConfiguration<?, ?> configuration, List<Property> declared, ClassLoader loader) {
        List<EffectiveSetting> listing = new ArrayList<>();
        configuration
                .getCodecFactories()
                .forEach((type, factory) -> listing.add(
                        new EffectiveSetting(Rules.CODEC + type.getTypeName(), Setting.shown(factory), "code")));
        Set<Class<?>> coded = Set.copyOf(configuration.getCodecFactories().keySet());
        for (Property codec : configuration.isStoreByValue() ? declared : List.<Property>of()) {
            ClassLookup classes = new ClassLookup(cacheName, codec, loader);
            @SuppressWarnings("unchecked") // whether the codec is one of this type nobody can check
            Class<Object> type =
                    (Class<Object>) classes.type(Values.typeName(codec.key().substring(Rules.CODEC.length())));
            if (!coded.contains(type)) {
                configuration.addCodec(type, classes.factory(codec.value(), Codec.class));
                listing.add(new EffectiveSetting(codec.key(), codec.value(), codec.toString()));
            }
        }
        return listing;
    }

    private static <K, V> LarderConfiguration<K, V> copy(Configuration<K, V> configuration) {
        if (configuration instanceof CompleteConfiguration<K, V> complete) {
            return new LarderConfiguration<>(complete);
        }
        MutableConfiguration<K, V> basic = new MutableConfiguration<>();
        basic.setTypes(configuration.getKeyType(), configuration.getValueType());
        basic.setStoreByValue(configuration.isStoreByValue());
        return new LarderConfiguration<>(basic);
    }

    private static Map<String, Choice> choices(String cacheName, LarderConfiguration<?, ?> coded, Rules rules) {
        LarderConfiguration<?, ?> defaults = new LarderConfiguration<>();
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (Setting setting : Setting.ALL) {
            boolean isCoded = !Objects.equals(
                    setting.value().apply(coded), setting.value().apply(defaults));
            choices.put(setting.name(), new Choice(isCoded, isCoded ? null : rules.find(cacheName, setting)));
        }
        return choices;
    }

    private static void requireSource(
            String cacheName, Map<String, Choice> choices, String flag, String property, String source, String setter) {
        if (choice(choices, flag).isTurnedTo(true) && !choice(choices, source).isSet()) {
            throw new IllegalArgumentException(
                    "cache '%s': %s%s is set and there is nothing to go through to; use %s or the setting %s, or leave %s off"
                            .formatted(cacheName, property, place(choices, flag), setter, source, property));
        }
    }

    private static void requireReadThrough(
            String cacheName, Map<String, Choice> choices, String setting, String property) {
        if (choice(choices, setting).isSet() && !choice(choices, "read-through").isTurnedTo(true)) {
            throw new IllegalArgumentException(
                    "cache '%s': %s%s is set and nothing is loaded; use setReadThrough(true) with setCacheLoaderFactory, or the settings read-through and loader, or leave %s off"
                            .formatted(cacheName, property, place(choices, setting), property));
        }
    }

    private static void checkBytes(String cacheName, Map<String, Choice> choices, boolean codecsAdded) {
        if (choice(choices, "store-by-value").isTurnedTo(false)) {
            refuseByReference(cacheName, choices, "max-bytes", "maxBytes", "setMaxEntries");
            refuseByReference(cacheName, choices, "serial-filter", "serialFilter", "no filter");
            refuseByReference(cacheName, choices, "key-codec", "keyCodecFactory", "no codec");
            refuseByReference(cacheName, choices, "value-codec", "valueCodecFactory", "no codec");
            if (choice(choices, "encrypted").isTurnedTo(true)) {
                refuseByReference(cacheName, choices, "encrypted", "encrypted", "no encryption");
            }
            if (choice(choices, "persistent").isTurnedTo(true)) {
                Rules.Rule rule = choice(choices, "persistent").rule;
                throw refusedByReference(
                        cacheName,
                        choices,
                        "persistent" + place(choices, "persistent"),
                        rule != null && rule.layer() == Rules.Layer.DOMAIN ? "the local domain" : "persistent = false");
            }
            if (codecsAdded) {
                throw refusedByReference(cacheName, choices, "addCodec", "no codec");
            }
        }
    }

    /**
     * A key without encryption is refused, too: whoever gave it believes the cache to be encrypted. Unless a file says
     * {@code encrypted = false}, for a cache that a pattern gives a key to.
     */
    private static void checkEncryption(String cacheName, Map<String, Choice> choices) {
        Choice encrypted = choice(choices, "encrypted");
        boolean hasKey = choice(choices, "encryption-key").isSet();
        if (encrypted.isTurnedTo(true) && !hasKey) {
            throw new IllegalArgumentException(
                    "cache '%s': encrypted%s is set and there is no key; use setKeySourceFactory(new KeyFile(\"...\")) or the setting encryption-key = file:<path>"
                            .formatted(cacheName, place(choices, "encrypted")));
        }
        if (hasKey && !encrypted.isTurnedTo(true) && encrypted.rule == null) {
            throw new IllegalArgumentException(
                    "cache '%s': keySourceFactory%s is set and the cache is not encrypted; use setEncrypted(true) or the setting encrypted, which can be true or false"
                            .formatted(cacheName, place(choices, "encryption-key")));
        }
    }

    private static void refuseByReference(
            String cacheName, Map<String, Choice> choices, String setting, String property, String instead) {
        if (choice(choices, setting).isSet()) {
            boolean declared = choice(choices, setting).rule != null;
            throw refusedByReference(
                    cacheName,
                    choices,
                    property + place(choices, setting),
                    declared ? "%s, %s = default for this cache".formatted(instead, setting) : instead);
        }
    }

    private static IllegalArgumentException refusedByReference(
            String cacheName, Map<String, Choice> choices, String what, String instead) {
        return new IllegalArgumentException(
                "cache '%s': %s needs bytes, and a cache by reference%s keeps objects on heap; use %s, or setStoreByValue(true)"
                        .formatted(cacheName, what, place(choices, "store-by-value"), instead));
    }

    private static Choice choice(Map<String, Choice> choices, String setting) {
        return requireNonNull(choices.get(setting), setting);
    }

    /** Where a setting was set if not in code, for messages. */
    private static String place(Map<String, Choice> choices, String setting) {
        Choice choice = choice(choices, setting);
        return choice.rule == null ? "" : ", as %s has it,".formatted(choice.origin());
    }

    /** The merged configuration. */
    public LarderConfiguration<K, V> configuration() {
        return configuration;
    }

    /**
     * Every setting, its value and where it comes from.
     *
     * @param now the configuration of the cache as it is now
     */
    public List<EffectiveSetting> listing(LarderConfiguration<?, ?> now) {
        List<EffectiveSetting> listing = new ArrayList<>();
        for (Setting setting : Setting.ALL) {
            listing.add(effective(setting, now));
        }
        listing.addAll(codecs);
        return List.copyOf(listing);
    }

    /** The sizes that come from files and properties, to be added to a message about sizes; empty if none does. */
    public String declaredSizes() {
        String sizes = listing(configuration).stream()
                .filter(setting -> SIZES.contains(setting.name()))
                .filter(setting ->
                        !setting.origin().equals("code") && !setting.origin().equals("default"))
                .map(setting -> setting.name() + " is set in " + setting.origin())
                .collect(Collectors.joining(", "));
        return sizes.isEmpty() ? "" : "; " + sizes;
    }

    private EffectiveSetting effective(Setting setting, LarderConfiguration<?, ?> now) {
        Choice choice = choice(choices, setting.name());
        if (!Objects.equals(setting.value().apply(now), setting.value().apply(configuration))) {
            return new EffectiveSetting(setting.name(), setting.shown(now), "changed since");
        }
        if (!choice.isSet()) {
            if (setting.name().equals("max-bytes") && configuration.isStoreByValue()) {
                return defaultMaxBytes;
            }
            if (setting.name().equals("max-entries") && !configuration.isStoreByValue()) {
                return new EffectiveSetting("max-entries", String.valueOf(DEFAULT_MAX_REFERENCES), "default");
            }
        }
        Rules.Rule rule = choice.rule;
        String value = rule == null || rule.change() == null
                ? setting.shown(configuration)
                : rule.property().value();
        return new EffectiveSetting(setting.name(), value, choice.origin());
    }
}
