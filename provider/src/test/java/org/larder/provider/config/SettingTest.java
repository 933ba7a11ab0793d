package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.ConfigurationKeys;
import org.larder.LarderConfiguration;
import org.larder.codec.Codec;
import org.larder.codec.KeyFile;
import org.larder.codec.KeySource;
import org.larder.codec.KeyVariable;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.TimeOfDay;

/** Each setting: what its values do to a configuration, and what is no value of it. */
class SettingTest {

    private static final String NO_CLASS = "is not the name of a class; write one such as com.acme.Order";

    private static final String NO_KEY_SOURCE =
            "the value is not a source of keys; write file:<path>, env:<environment variable>, or the full name of a class";

    private static LarderConfiguration<?, ?> with(String setting, String value) {
        LarderConfiguration<Object, Object> configuration = new LarderConfiguration<>();
        Property property = new Property("cache.orders." + setting, value, "shop.properties:7");
        Setting.named(setting)
                .reading()
                .read(value)
                .apply(configuration, new ClassLookup("orders", property, SettingTest.class.getClassLoader()));
        return configuration;
    }

    private static Factory<?> made(String className, Class<?> expected, String setting) {
        Class<?> type;
        try {
            type = Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return new DeclaredFactory<>(type, expected, "shop.properties:7 (cache.orders.%s)".formatted(setting));
    }

    static Stream<Arguments> values() {
        Duration tenMinutes = new Duration(TimeUnit.MILLISECONDS, 600_000);
        String loader = Samples.PREFIX + "Loader";
        String writer = Samples.PREFIX + "Writer";
        String codec = Samples.PREFIX + "NoCodec";
        String policy = Samples.PREFIX + "Policy";
        String keySource = Samples.PREFIX + "Vault";
        return Stream.of(
                Arguments.of("key-type", "java.util.UUID", UUID.class),
                Arguments.of("key-type", "String", String.class),
                Arguments.of("value-type", "byte[]", byte[].class),
                Arguments.of("value-type", "Integer", Integer.class),
                Arguments.of("store-by-value", "false", false),
                Arguments.of("max-bytes", "64MiB", 64L << 20),
                Arguments.of("max-entries", "50_000", 50_000L),
                Arguments.of("typical-entry-bytes", "2KiB", 2048),
                Arguments.of("oversized-entry", "reject", "reject"),
                Arguments.of("oversized-entry", "evict", "evict"),
                Arguments.of("expiry", "eternal", EternalExpiryPolicy.factoryOf()),
                Arguments.of("expiry", "created 10m", CreatedExpiryPolicy.factoryOf(tenMinutes)),
                Arguments.of("expiry", "modified  PT10M", ModifiedExpiryPolicy.factoryOf(tenMinutes)),
                Arguments.of("expiry", "accessed 600s", AccessedExpiryPolicy.factoryOf(tenMinutes)),
                Arguments.of("expiry", "touched 10 m", TouchedExpiryPolicy.factoryOf(tenMinutes)),
                Arguments.of("expiry", "at 14:30:00", TimeOfDay.parse("14:30:00")),
                Arguments.of(
                        "expiry",
                        "at 02:00:00 Europe/Lisbon",
                        TimeOfDay.parse("02:00:00").in(ZoneId.of("Europe/Lisbon"))),
                Arguments.of("expiry", "on 12-31-2026", ExpiryDate.parse("12-31-2026")),
                Arguments.of("expiry", policy, made(policy, ExpiryPolicy.class, "expiry")),
                Arguments.of("persistent", "true", true),
                Arguments.of("statistics", "true", true),
                Arguments.of("management", "true", true),
                Arguments.of("read-through", "true", true),
                Arguments.of("loader", loader, made(loader, CacheLoader.class, "loader")),
                Arguments.of("refresh-ahead", "0.8", 0.8),
                Arguments.of("stale-on-error", "10m", java.time.Duration.ofMinutes(10)),
                Arguments.of("write-through", "true", true),
                Arguments.of("writer", writer, made(writer, CacheWriter.class, "writer")),
                Arguments.of("key-codec", codec, made(codec, Codec.class, "key-codec")),
                Arguments.of("value-codec", codec, made(codec, Codec.class, "value-codec")),
                Arguments.of("serial-filter", "com.acme.*;!*", "com.acme.*;!*"),
                Arguments.of("encrypted", "true", true),
                Arguments.of("encryption-key", "file:/etc/shop/orders.key", new KeyFile("/etc/shop/orders.key")),
                Arguments.of("encryption-key", "file: orders.key", new KeyFile("orders.key")),
                Arguments.of("encryption-key", "env: ORDERS_KEY", new KeyVariable("ORDERS_KEY")),
                Arguments.of("encryption-key", keySource, made(keySource, KeySource.class, "encryption-key")),
                Arguments.of(
                        "listeners",
                        Samples.PREFIX + "Listener",
                        List.of(made(Samples.PREFIX + "Listener", CacheEntryListener.class, "listeners"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueReachesTheConfiguration(String setting, String value, Object expected) {
        LarderConfiguration<?, ?> configuration = with(setting, value);
        assertThat(Setting.named(setting).value().apply(configuration)).isEqualTo(expected);
        for (Setting other : Setting.ALL) {
            if (!other.name().equals(setting)) {
                assertThat(other.value().apply(configuration))
                        .as(other.name())
                        .isEqualTo(other.value().apply(new LarderConfiguration<>()));
            }
        }
    }

    @Test
    void everySettingIsInTheTableAbove() {
        assertThat(values().map(arguments -> (String) arguments.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(Setting.names());
    }

    static Map<String, String> malformed() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("key-type", "'x y' " + NO_CLASS);
        table.put("value-type", "'x y' " + NO_CLASS);
        for (String flag : List.of(
                "store-by-value",
                "statistics",
                "management",
                "read-through",
                "write-through",
                "encrypted",
                "persistent")) {
            table.put(flag, "'x y' is neither true nor false; write one of them");
        }
        String bytes = "'x y' is not a number of bytes; write one such as 67108864, 512KiB, 64MiB, 1GiB or 64MB";
        table.put("max-bytes", bytes);
        table.put("typical-entry-bytes", bytes);
        table.put("max-entries", "'x y' is not a number; write one such as 50000 or 50_000, at least 1");
        table.put("refresh-ahead", "'x y' is not a share; write one such as 0.8, more than 0 and less than 1");
        table.put("stale-on-error", "'x y' is not a duration; write one such as 250ms, 10s, 5m, 2h, 7d or PT1H30M");
        table.put("oversized-entry", "'x y' is neither evict nor reject; write one of them");
        table.put("encryption-key", NO_KEY_SOURCE);
        for (String made : List.of("loader", "writer", "key-codec", "value-codec")) {
            table.put(made, "'x y' " + NO_CLASS);
        }
        table.put(
                "expiry",
                "'x y' is not an expiry; write eternal, or created, modified, accessed or touched and a duration as in 'created 10m', or 'at 14:30:00', or 'on 12-31-2026', or the name of a class");
        table.put(
                "listeners",
                "'x y' is not a listener; write the name of a class, which synchronous, old-value and filter:<class> may follow, and commas between several");
        return table;
    }

    @Test
    void whatIsNoValueIsRefusedInWordsThatSayWhatIs() {
        Map<String, String> table = malformed();
        for (Setting setting : Setting.ALL) {
            if (setting.name().equals("serial-filter")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> setting.reading().read("maxdepth=x"))
                        .withMessageContaining("serialFilter 'maxdepth=x' is malformed")
                        .withMessageContaining("'com.acme.*;!*'");
                continue;
            }
            assertThatIllegalArgumentException()
                    .as(setting.name())
                    .isThrownBy(() -> setting.reading().read("x y"))
                    .withMessage(table.get(setting.name()));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "0.0", "1.0", "-0.5", "80%", ".8", "0,8", "8e-1", "NaN", "0.8 of it"})
    void whatIsNoShareIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("refresh-ahead", text))
                .withMessageEndingWith("is not a share; write one such as 0.8, more than 0 and less than 1");
    }

    @Test
    void noTimeAtAllIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("stale-on-error", "0s"))
                .withMessage("'0s' is no time at all; write one such as 10s, 5m or 2h, or 'default' for none");
    }

    @ParameterizedTest
    @CsvSource({"created", "modified", "eternal 5m", "created never", "idle 5m", "at", "on"})
    void whatIsNoExpiryIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("expiry", text))
                .withMessageStartingWith("'" + (text.equals("created never") ? "never" : text) + "' is not a");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "at 24:00:00, '24:00:00' is no time of day",
                "at 14:30, '14:30' is no time of day",
                "on 02-30-2027, '02-30-2027' is no",
                "at 14:30:00 Mars/Olympus, 'Mars/Olympus' is no time zone; write one such as Europe/Lisbon"
            })
    void whatIsNoMomentIsRefused(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("expiry", text))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcd",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "http://vault/key"
            })
    void whatIsNoSourceOfKeysIsRefusedAndNotShownBecauseItMayBeAKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("encryption-key", text))
                .withMessage(NO_KEY_SOURCE);
    }

    @Test
    void sourcesOfKeysAreShownAsInAFile() {
        assertThat(Setting.named("encryption-key").shown(with("encryption-key", "file:/etc/shop/orders.key")))
                .isEqualTo("file:/etc/shop/orders.key");
        assertThat(Setting.named("encryption-key").shown(with("encryption-key", "env:ORDERS_KEY")))
                .isEqualTo("env:ORDERS_KEY");
    }

    @Test
    void listenersHaveWordsAndCommas() {
        String listener = Samples.PREFIX + "Listener";
        LarderConfiguration<?, ?> configuration = with(
                "listeners",
                "%s , %s old-value  synchronous filter:%s".formatted(listener, listener, Samples.PREFIX + "Filter"));
        List<String> shown = StreamSupport.stream(
                        configuration.getCacheEntryListenerConfigurations().spliterator(), false)
                .map(SettingTest::words)
                .sorted()
                .toList();
        assertThat(shown).containsExactly("Listener false false null", "Listener true true Filter");
    }

    private static String words(CacheEntryListenerConfiguration<?, ?> listener) {
        Factory<?> filter = listener.getCacheEntryEventFilterFactory();
        return "%s %s %s %s"
                .formatted(
                        listener.getCacheEntryListenerFactory()
                                .create()
                                .getClass()
                                .getSimpleName(),
                        listener.isOldValueRequired(),
                        listener.isSynchronous(),
                        filter == null ? null : filter.create().getClass().getSimpleName());
    }

    @ParameterizedTest
    @CsvSource({"com.acme.A twice twice", "com.acme.A filter:", "com.acme.A synchronous synchronous", "'com.acme.A,'"})
    void whatIsNoListenerIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> with("listeners", text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TextFactory | null",
                "Policy | is neither a javax.cache.integration.CacheLoader nor a javax.cache.configuration.Factory of one",
                "Abstract | is abstract; name one that can be instantiated",
                "NeedsParameter | is not public with a public constructor without parameters; make it so, or name a factory of it",
                "Hidden | is not public with a public constructor without parameters; make it so, or name a factory of it"
            },
            nullValues = "null")
    void classThatCannotBeALoaderIsRefused(String name, String reason) {
        if (reason == null) {
            assertThat(with("loader", Samples.PREFIX + name).getCacheLoaderFactory())
                    .isNotNull();
            return;
        }
        assertThatThrownBy(() -> with("loader", Samples.PREFIX + name))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache 'orders': shop.properties:7 (cache.orders.loader) names the class %s%s, which %s"
                        .formatted(Samples.PREFIX, name, reason));
    }

    @Test
    void classThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> with("loader", "com.acme.Missing"))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "cache 'orders': shop.properties:7 (cache.orders.loader) names the class com.acme.Missing, which the class loader of the cache manager, %s, does not find; check its name, and that its jar is on the class path"
                                .formatted(SettingTest.class.getClassLoader()));
    }

    @Test
    void factoriesMakeWhatTheirClassIsOrMakes() {
        assertThat(with("loader", Samples.PREFIX + "Loader")
                        .getCacheLoaderFactory()
                        .create())
                .isInstanceOf(Samples.Loader.class);
        assertThat(with("loader", Samples.PREFIX + "LoaderFactory")
                        .getCacheLoaderFactory()
                        .create())
                .isInstanceOf(Samples.Loader.class);
        assertMakes("TextFactory", "it made a java.lang.String, not a javax.cache.integration.CacheLoader");
        assertMakes("NullFactory", "it made null, not a javax.cache.integration.CacheLoader");
        assertThat(with("loader", Samples.PREFIX + "NullFactory").getCacheLoaderFactory())
                .hasToString(Samples.PREFIX + "NullFactory of shop.properties:7 (cache.orders.loader)");
    }

    @Test
    void whatAConstructorThrowsArrives() {
        Samples.Failing.failure = () -> new IllegalStateException("no database");
        Factory<?> factory = with("loader", Samples.PREFIX + "Failing").getCacheLoaderFactory();
        assertThatThrownBy(factory::create)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no database");
        Samples.Failing.failure = () -> new OutOfMemoryError("none left");
        assertThatThrownBy(factory::create).isInstanceOf(OutOfMemoryError.class).hasMessage("none left");
        Samples.Failing.failure = () -> new InterruptedException("stop");
        assertMakes("Failing", "its constructor threw java.lang.InterruptedException: stop");
    }

    private static void assertMakes(String name, String message) {
        Factory<?> factory = with("loader", Samples.PREFIX + name).getCacheLoaderFactory();
        assertThatThrownBy(factory::create).isInstanceOf(CacheException.class).hasMessage(message);
    }

    @Test
    void theApiNamesTheSettingsThatThereAre() {
        assertThat(ConfigurationKeys.SETTINGS).containsExactlyElementsOf(Setting.names());
    }
}
