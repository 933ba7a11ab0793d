package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.EffectiveSetting;
import org.larder.LarderConfiguration;
import org.larder.codec.KeyFile;

/** Which of several voices holds: patterns, file, properties and code. And how the listing tells it. */
class LayersTest {

    @TempDir
    Path directory;

    private static Long maxEntries(ManagerSettings settings, String cacheName) {
        return Fixture.configuration(settings, cacheName).getMaxEntries();
    }

    @Test
    void theNameGoesBeforePatternsAndTheLongerPatternBeforeTheShorter() {
        ManagerSettings settings = Fixture.file(directory, """
                cache.*.max-entries=1
                cache.orders-*.max-entries=2
                cache.orders-eu-*.max-entries=3
                cache.orders-eu-north.max-entries=4
                """);
        assertThat(maxEntries(settings, "offers")).isEqualTo(1);
        assertThat(maxEntries(settings, "orders-us")).isEqualTo(2);
        assertThat(maxEntries(settings, "orders-eu-south")).isEqualTo(3);
        assertThat(maxEntries(settings, "orders-eu-north")).isEqualTo(4);
        assertThat(settings.declaredNames()).containsExactly("orders-eu-north");
        assertThat(settings.declares("orders-eu-north")).isTrue();
        assertThat(settings.declares("orders-us")).isFalse();
    }

    @Test
    void namesMayHaveDots() {
        ManagerSettings settings = Fixture.file(directory, "cache.com.acme.Order.max-entries=1");
        assertThat(settings.declaredNames()).containsExactly("com.acme.Order");
        assertThat(maxEntries(settings, "com.acme.Order")).isEqualTo(1);
    }

    @Test
    void propertiesGoBeforeTheFileWhateverThePattern() {
        ManagerSettings settings = Fixture.file(
                directory,
                "cache.orders.max-entries=1\ncache.orders.statistics=true",
                Map.of("cache.*.max-entries", "2"));
        LarderConfiguration<?, ?> configuration = Fixture.configuration(settings, "orders");
        assertThat(configuration.getMaxEntries()).isEqualTo(2);
        assertThat(configuration.isStatisticsEnabled()).isTrue();
    }

    @Test
    void codeGoesBeforeAllWhereItSaysSomethingElseThanTheDefault() {
        ManagerSettings settings = Fixture.file(
                directory,
                "cache.orders.max-entries=1\ncache.orders.key-type=String\ncache.orders.value-type=String",
                Map.of("cache.orders.statistics", "true"));
        LarderConfiguration<?, ?> configuration = settings.settingsOf(
                        "orders",
                        new LarderConfiguration<Object, Object>()
                                .setTypes(Object.class, Object.class)
                                .setStatisticsEnabled(false)
                                .setMaxEntries(3))
                .configuration();
        assertThat(configuration.getMaxEntries()).isEqualTo(3);
        assertThat(configuration.isStatisticsEnabled()).isTrue();
        assertThat(configuration.getKeyType()).isEqualTo(String.class);
    }

    @Test
    void defaultTakesBackWhatWeakerOnesSay() {
        ManagerSettings settings = Fixture.file(
                directory, "cache.*.max-bytes=1MiB\ncache.orders.max-bytes=default\ncache.orders.store-by-value=false");
        assertThat(Fixture.configuration(settings, "orders").getMaxBytes()).isNull();
        assertThat(Fixture.configuration(settings, "offers").getMaxBytes()).isEqualTo(1 << 20);
        assertThat(settings.settingsOf("orders", null).listing(Fixture.configuration(settings, "orders")))
                .contains(new EffectiveSetting("max-bytes", "none", "shop.properties:2 (cache.orders.max-bytes)"));
    }

    @Test
    void twoPatternsThatSayAsMuchMustAgree() {
        ManagerSettings settings = Fixture.file(
                directory,
                "cache.a*.max-entries=1\ncache.*b.max-entries=2\ncache.c*.expiry=eternal\ncache.*d.expiry=eternal");
        assertThat(maxEntries(settings, "ax")).isEqualTo(1);
        assertThat(Fixture.configuration(settings, "cd")).isEqualTo(new LarderConfiguration<>());
        assertThatThrownBy(() -> settings.settingsOf("ab", null))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "cache 'ab': max-entries is '1' in shop.properties:1 (cache.a*.max-entries) and '2' in shop.properties:2 (cache.*b.max-entries), and neither pattern says more about the name; give the cache a line of its own");
    }

    @Test
    void codecsByTypeAreForAllCachesByValue() {
        String codec = Samples.PREFIX + "NoCodec";
        ManagerSettings settings = Fixture.file(
                directory,
                "codec.java.util.UUID=%s\ncodec.String=com.acme.Missing\ncache.local.store-by-value=false"
                        .formatted(codec),
                Map.of("codec.String", codec, "codec.byte[]", codec, "codec.Long", "default"));
        assertThat(Fixture.configuration(settings, "orders").getCodecFactories())
                .containsOnlyKeys(UUID.class, String.class, byte[].class);
        assertThat(Fixture.configuration(settings, "local").getCodecFactories()).isEmpty();
        CacheSettings<Object, Object> coded =
                settings.settingsOf("orders", new LarderConfiguration<>().addCodec(Object.class, Samples.NoCodec::new));
        assertThat(coded.configuration().getCodecFactories()).hasSize(4);
        assertThat(coded.listing(coded.configuration()))
                .contains(
                        new EffectiveSetting("codec.String", codec, "manager properties (codec.String)"),
                        new EffectiveSetting("codec.java.util.UUID", codec, "shop.properties:1 (codec.java.util.UUID)"))
                .extracting(EffectiveSetting::name)
                .contains("codec.java.lang.Object");
    }

    @Test
    void codecOfTheCodeGoesBefore() {
        ManagerSettings settings = Fixture.file(directory, "codec.java.lang.Object=com.acme.Missing");
        assertThat(settings.settingsOf(
                                "orders", new LarderConfiguration<>().addCodec(Object.class, Samples.NoCodec::new))
                        .configuration()
                        .getCodecFactories()
                        .get(Object.class)
                        .create())
                .isInstanceOf(Samples.NoCodec.class);
    }

    @Test
    void listingTellsEachValueAndWhereItComesFrom() {
        ManagerSettings settings = Fixture.file(
                directory,
                "larder.default-max-bytes = 8 MiB\ncache.ord*.expiry = created 10m\ncache.*.value-type = byte[]",
                Map.of("cache.orders.statistics", "true"));
        CacheSettings<String, ?> orders = settings.settingsOf(
                "orders",
                new LarderConfiguration<String, Object>()
                        .setTypes(String.class, Object.class)
                        .setCacheLoaderFactory(new Samples.NeverLoads<>()));
        assertThat(orders.listing(orders.configuration()))
                .extracting(EffectiveSetting::toString)
                .containsExactly(
                        "key-type = java.lang.String  [code]",
                        "value-type = byte[]  [shop.properties:3 (cache.*.value-type)]",
                        "store-by-value = true  [default]",
                        "max-bytes = 8 MiB  [shop.properties:1 (larder.default-max-bytes)]",
                        "max-entries = none  [default]",
                        "typical-entry-bytes = none  [default]",
                        "oversized-entry = evict  [default]",
                        "persistent = false  [default]",
                        "expiry = created 10m  [shop.properties:2 (cache.ord*.expiry)]",
                        "statistics = true  [manager properties (cache.orders.statistics)]",
                        "management = false  [default]",
                        "read-through = false  [default]",
                        "loader = %sNeverLoads  [code]".formatted(Samples.PREFIX),
                        "refresh-ahead = none  [default]",
                        "stale-on-error = none  [default]",
                        "write-through = false  [default]",
                        "writer = none  [default]",
                        "listeners = none  [default]",
                        "key-codec = none  [default]",
                        "value-codec = none  [default]",
                        "serial-filter = none  [default]",
                        "encrypted = false  [default]",
                        "encryption-key = none  [default]");
    }

    @Test
    void listingTellsWhatWasChangedSince() {
        CacheSettings<Object, Object> settings =
                Fixture.properties(Map.of("cache.orders.statistics", "true")).settingsOf("orders", null);
        LarderConfiguration<Object, Object> now =
                new LarderConfiguration<>(settings.configuration()).setStatisticsEnabled(false);
        List<EffectiveSetting> listing = settings.listing(now);
        assertThat(listing)
                .contains(
                        new EffectiveSetting("statistics", "false", "changed since"),
                        new EffectiveSetting("management", "false", "default"),
                        new EffectiveSetting("expiry", "eternal", "default"),
                        new EffectiveSetting("max-bytes", "64MiB", "default"));
    }

    @Test
    void listingOfACacheByReferenceTellsItsDefaultBound() {
        CacheSettings<Object, Object> settings = Fixture.properties(Map.of("cache.orders.store-by-value", "false"))
                .settingsOf("orders", null);
        assertThat(settings.listing(settings.configuration()))
                .contains(
                        new EffectiveSetting("max-bytes", "none", "default"),
                        new EffectiveSetting("max-entries", "100000", "default"));
    }

    @Test
    void contradictionsNameThePlaces() {
        ManagerSettings settings = Fixture.file(
                directory,
                "cache.*.store-by-value=false\ncache.o*.read-through=true\ncache.p*.write-through=true\ncache.q*.max-bytes=1MiB");
        assertContradicts(
                settings,
                "orders",
                "cache 'orders': readThrough, as shop.properties:2 (cache.o*.read-through) has it, is set and there is nothing to go through to; use setCacheLoaderFactory or the setting loader, or leave readThrough off");
        assertContradicts(
                settings,
                "people",
                "cache 'people': writeThrough, as shop.properties:3 (cache.p*.write-through) has it, is set and there is nothing to go through to; use setCacheWriterFactory or the setting writer, or leave writeThrough off");
        assertContradicts(
                settings,
                "quotes",
                "cache 'quotes': maxBytes, as shop.properties:4 (cache.q*.max-bytes) has it, needs bytes, and a cache by reference, as shop.properties:1 (cache.*.store-by-value) has it, keeps objects on heap; use setMaxEntries, max-bytes = default for this cache, or setStoreByValue(true)");
        assertThat(settings.settingsOf("orders", new LarderConfiguration<>().setCacheLoaderFactory(Samples.Loader::new))
                        .configuration()
                        .isReadThrough())
                .isTrue();
    }

    @Test
    void patternMayGiveAKeyToCachesOfWhichSomeAreNotEncrypted() {
        ManagerSettings settings = Fixture.file(
                directory,
                "cache.*.encryption-key=file:/etc/shop.key\ncache.orders.encrypted=true\ncache.offers.encrypted=false");
        assertThat(Fixture.configuration(settings, "orders").isEncrypted()).isTrue();
        assertThat(Fixture.configuration(settings, "offers").isEncrypted()).isFalse();
        assertContradicts(
                settings,
                "people",
                "cache 'people': keySourceFactory, as shop.properties:1 (cache.*.encryption-key) has it, is set and the cache is not encrypted; use setEncrypted(true) or the setting encrypted, which can be true or false");
        assertThat(settings.settingsOf("people", new LarderConfiguration<>().setEncrypted(true))
                        .configuration()
                        .getKeySourceFactory())
                .isEqualTo(new KeyFile("/etc/shop.key"));
    }

    @Test
    void encryptionOfAFileWithoutAKeyNamesThePlace() {
        assertContradicts(
                Fixture.file(directory, "cache.*.encrypted=true"),
                "orders",
                "cache 'orders': encrypted, as shop.properties:1 (cache.*.encrypted) has it, is set and there is no key; use setKeySourceFactory(new KeyFile(\"...\")) or the setting encryption-key = file:<path>");
    }

    private static void assertContradicts(ManagerSettings settings, String cacheName, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.settingsOf(cacheName, null))
                .withMessage(message);
    }
}
