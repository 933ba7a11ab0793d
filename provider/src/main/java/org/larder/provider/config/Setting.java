package org.larder.provider.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;
import org.larder.codec.Codec;
import org.larder.codec.KeyFile;
import org.larder.codec.KeySource;
import org.larder.codec.KeyVariable;
import org.larder.expiry.Expiry;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.TimeOfDay;

/**
 * Something that can be set for a cache, in code or in a file. {@link #ALL} is the table of them.
 *
 * @param name what it is called in keys
 * @param reading from the text of a value to what it does to a configuration; refuses what is malformed
 * @param value what a configuration has for it
 */
record Setting(String name, Reading reading, Function<LarderConfiguration<?, ?>, @Nullable Object> value) {

    /** From text to change. */
    @FunctionalInterface
    interface Reading {
        /**
         * Reads a value.
         *
         * @throws IllegalArgumentException if it is malformed; says what is legal
         */
        Change read(String text);
    }

    /** What a value does to a configuration. */
    @FunctionalInterface
    interface Change {
        /**
         * Sets the value.
         *
         * @throws javax.cache.CacheException if a class that the value names is not there or of the wrong type
         */
        void apply(LarderConfiguration<Object, Object> configuration, ClassLookup classes);
    }

    static final List<Setting> ALL = List.of(
            new Setting("key-type", type((c, type) -> c.setTypes(type, c.getValueType())), c -> c.getKeyType()),
            new Setting("value-type", type((c, type) -> c.setTypes(c.getKeyType(), type)), c -> c.getValueType()),
            flag("store-by-value", LarderConfiguration::setStoreByValue, c -> c.isStoreByValue()),
            new Setting("max-bytes", plain(Values::bytes, LarderConfiguration::setMaxBytes), c -> c.getMaxBytes()),
            new Setting(
                    "max-entries", plain(Values::count, LarderConfiguration::setMaxEntries), c -> c.getMaxEntries()),
            new Setting(
                    "typical-entry-bytes",
                    plain(Values::intBytes, LarderConfiguration::setTypicalEntryBytes),
                    c -> c.getTypicalEntryBytes()),
            new Setting(
                    "oversized-entry",
                    plain(Setting::oversizedEntryRejected, LarderConfiguration::setOversizedEntryRejected),
                    c -> c.isOversizedEntryRejected() ? "reject" : "evict"),
            flag("persistent", LarderConfiguration::setPersistent, c -> c.isPersistent()),
            new Setting("expiry", Setting::expiry, c -> c.getExpiryPolicyFactory()),
            flag("statistics", LarderConfiguration::setStatisticsEnabled, c -> c.isStatisticsEnabled()),
            flag("management", LarderConfiguration::setManagementEnabled, c -> c.isManagementEnabled()),
            flag("read-through", LarderConfiguration::setReadThrough, c -> c.isReadThrough()),
            new Setting(
                    "loader",
                    named((c, classes, name) -> c.setCacheLoaderFactory(classes.factory(name, CacheLoader.class))),
                    c -> c.getCacheLoaderFactory()),
            new Setting(
                    "refresh-ahead",
                    plain(Values::share, LarderConfiguration::setRefreshAhead),
                    c -> c.getRefreshAhead()),
            new Setting(
                    "stale-on-error",
                    plain(Values::duration, LarderConfiguration::setStaleOnError),
                    c -> c.getStaleOnError()),
            flag("write-through", LarderConfiguration::setWriteThrough, c -> c.isWriteThrough()),
            new Setting(
                    "writer",
                    named((c, classes, name) -> c.setCacheWriterFactory(classes.factory(name, CacheWriter.class))),
                    c -> c.getCacheWriterFactory()),
            new Setting("listeners", DeclaredListener::read, c -> listeners(c)),
            new Setting(
                    "key-codec",
                    named((c, classes, name) -> c.setKeyCodecFactory(classes.factory(name, Codec.class))),
                    c -> c.getKeyCodecFactory()),
            new Setting(
                    "value-codec",
                    named((c, classes, name) -> c.setValueCodecFactory(classes.factory(name, Codec.class))),
                    c -> c.getValueCodecFactory()),
            new Setting(
                    "serial-filter",
                    plain(Setting::serialFilter, LarderConfiguration::setSerialFilter),
                    c -> c.getSerialFilter()),
            flag("encrypted", LarderConfiguration::setEncrypted, c -> c.isEncrypted()),
            new Setting("encryption-key", Setting::keySource, c -> c.getKeySourceFactory()));

    /** The setting of a name, or null if there is none. */
    static @Nullable Setting named(String name) {
        return ALL.stream()
                .filter(setting -> setting.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    static List<String> names() {
        return ALL.stream().map(Setting::name).toList();
    }

    /** Its value in a configuration, in the words of a file as far as they reach. */
    String shown(LarderConfiguration<?, ?> configuration) {
        return shown(value.apply(configuration));
    }

    /** A value, or what its class is called. */
    static String shown(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        if (value.equals(new LarderConfiguration<>().getExpiryPolicyFactory())) {
            return "eternal";
        }
        if (value instanceof Class<?> type) {
            return type.getTypeName();
        }
        if (value instanceof Collection<?> all) {
            return all.isEmpty() ? "none" : all.stream().map(Setting::shown).collect(Collectors.joining(", "));
        }
        if (value instanceof DeclaredFactory<?> declared) {
            return declared.type().getName();
        }
        if (value instanceof KeyFile || value instanceof KeyVariable || value instanceof Expiry) {
            return value.toString();
        }
        return value instanceof Factory<?> factory ? factory.getClass().getName() : value.toString();
    }

    private static <T> Reading plain(
            Function<String, T> read, BiConsumer<LarderConfiguration<Object, Object>, T> setter) {
        return text -> {
            T value = read.apply(text);
            return (configuration, classes) -> setter.accept(configuration, value);
        };
    }

    private static Setting flag(
            String name,
            BiConsumer<LarderConfiguration<Object, Object>, Boolean> setter,
            Function<LarderConfiguration<?, ?>, @Nullable Object> getter) {
        return new Setting(name, plain(Values::flag, setter), getter);
    }

    @SuppressWarnings("unchecked") // whether keys and values are of the type is checked when they are used
    private static Reading type(BiConsumer<LarderConfiguration<Object, Object>, Class<Object>> setter) {
        return text -> {
            String name = Values.typeName(text);
            return (configuration, classes) -> setter.accept(configuration, (Class<Object>) classes.type(name));
        };
    }

    /** What the name of a class does. */
    @FunctionalInterface
    private interface Naming {
        void apply(LarderConfiguration<Object, Object> configuration, ClassLookup classes, String className);
    }

    private static Reading named(Naming naming) {
        return text -> {
            String className = Values.className(text);
            return (configuration, classes) -> naming.apply(configuration, classes, className);
        };
    }

    private static boolean oversizedEntryRejected(String text) {
        return switch (text) {
            case "reject" -> true;
            case "evict" -> false;
            default ->
                throw new IllegalArgumentException(
                        "'%s' is neither evict nor reject; write one of them".formatted(text));
        };
    }

    private static String serialFilter(String text) {
        new LarderConfiguration<>().setSerialFilter(text);
        return text;
    }

    private static Change expiry(String text) {
        String[] words = text.split("\\s+", 2);
        Function<Duration, Factory<ExpiryPolicy>> policy = switch (words[0]) {
            case "created" -> CreatedExpiryPolicy::factoryOf;
            case "modified" -> ModifiedExpiryPolicy::factoryOf;
            case "accessed" -> AccessedExpiryPolicy::factoryOf;
            case "touched" -> TouchedExpiryPolicy::factoryOf;
            default -> null;
        };
        boolean isMoment = words[0].equals("at") || words[0].equals("on");
        if (isMoment && words.length == 2) {
            Expiry rule = moment(words[0], words[1]);
            return (configuration, classes) -> configuration.setExpiryPolicyFactory(rule);
        }
        if (policy != null && words.length == 2) {
            Factory<ExpiryPolicy> factory =
                    policy.apply(new Duration(TimeUnit.MILLISECONDS, Values.durationMillis(words[1])));
            return (configuration, classes) -> configuration.setExpiryPolicyFactory(factory);
        }
        if (text.equals("eternal")) {
            return (configuration, classes) -> configuration.setExpiryPolicyFactory(EternalExpiryPolicy.factoryOf());
        }
        if (policy != null || isMoment || words.length == 2) {
            throw new IllegalArgumentException(
                    ("'%s' is not an expiry; write eternal, or created, modified, accessed or touched and a duration as in"
                                    + " 'created 10m', or 'at 14:30:00', or 'on 12-31-2026', or the name of a class")
                            .formatted(text));
        }
        String className = Values.className(text);
        return (configuration, classes) ->
                configuration.setExpiryPolicyFactory(classes.factory(className, ExpiryPolicy.class));
    }

    /** A time of day or a date, in UTC or in the zone that follows. */
    private static Expiry moment(String preposition, String text) {
        String[] words = text.split("\\s+", 2);
        ZoneId zone;
        try {
            zone = words.length == 1 ? ZoneOffset.UTC : ZoneId.of(words[1]);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is no time zone; write one such as Europe/Lisbon, or leave it out for UTC"
                            .formatted(words[1]),
                    e);
        }
        return preposition.equals("at")
                ? TimeOfDay.parse(words[0]).in(zone)
                : ExpiryDate.parse(words[0]).in(zone);
    }

    private static Change keySource(String text) {
        String[] parts = text.split(":", 2);
        Factory<KeySource> source = parts.length == 1
                ? null
                : switch (parts[0]) {
                    case "file" -> new KeyFile(parts[1].strip());
                    case "env" -> new KeyVariable(parts[1].strip());
                    default -> null;
                };
        if (source != null) {
            return (configuration, classes) -> configuration.setKeySourceFactory(source);
        }
        if (!Values.isClassName(text) || text.indexOf('.') < 0) { // and not shown: it may be the key itself
            throw new IllegalArgumentException(
                    "the value is not a source of keys; write file:<path>, env:<environment variable>, or the full name of a class");
        }
        return (configuration, classes) -> configuration.setKeySourceFactory(classes.factory(text, KeySource.class));
    }

    /** The listeners, as their factories. */
    private static List<Object> listeners(LarderConfiguration<?, ?> configuration) {
        List<Object> factories = new ArrayList<>();
        for (CacheEntryListenerConfiguration<?, ?> each : configuration.getCacheEntryListenerConfigurations()) {
            factories.add(each.getCacheEntryListenerFactory());
        }
        return factories;
    }
}
