package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagerSettingsTest {

    private static final URI PLACE = URI.create("larder:shop");

    @Test
    void cacheWithoutABoundGets64MiB() {
        assertThat(settings(new Properties()).defaultMaxBytes()).isEqualTo(67_108_864);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048576", " 1048576\t", "1MiB", "1_024 KiB"})
    void propertySetsTheBound(String text) {
        assertThat(settings(bound(text)).defaultMaxBytes()).isEqualTo(1_048_576);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "64M", "1e6", "1 000", "10000000000000000000"})
    void malformedBoundNamesTheManagerThePropertyAndWhatWasFound(String text) {
        assertThatThrownBy(() -> settings(bound(text)))
                .hasMessageContaining("larder:shop")
                .hasMessageContaining("larder.default-max-bytes")
                .hasMessageContaining("'" + text + "'");
    }

    private static ManagerSettings settings(Properties properties) {
        return ManagerSettings.of(PLACE, ManagerSettingsTest.class.getClassLoader(), properties);
    }

    private static Properties bound(String text) {
        Properties properties = new Properties();
        properties.setProperty("larder.default-max-bytes", text);
        return properties;
    }

    private static final String SETTINGS =
            "key-type, value-type, store-by-value, max-bytes, max-entries, typical-entry-bytes, oversized-entry, persistent, expiry, statistics, management, read-through, loader, refresh-ahead, stale-on-error, write-through, writer, listeners, key-codec, value-codec, serial-filter, encrypted, encryption-key";

    private static void assertWrong(String key, String value, String message) {
        assertWrong(Map.of(key, value), key, message);
    }

    private static void assertWrong(Map<String, String> pairs, String key, String message) {
        assertThatThrownBy(() -> Fixture.properties(pairs))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache manager larder:shop: its configuration has an error:%n  manager properties: %s: %s"
                        .formatted(key, message));
    }

    @Test
    void whatIsWrongIsNamedWithWhatIsLegal() {
        assertWrong(
                "cache.orders.max-bites",
                "1",
                "there is no setting 'max-bites' (did you mean 'max-bytes'?); the settings are " + SETTINGS);
        assertWrong("cache.orders.colour", "1", "there is no setting 'colour'; the settings are " + SETTINGS);
        String incomplete = "the key names a cache or a setting, not both; write cache.<name or pattern>.<setting>";
        assertWrong("cache.orders", "1", incomplete);
        assertWrong("cache..expiry", "eternal", incomplete);
        String keys =
                "the keys are cache.<name or pattern>.<setting>, codec.<type>, larder.default-max-bytes, larder.directory, larder.preallocate, larder.system-domain";
        assertWrong(
                "larder.default-max-byte",
                "1",
                "there is no such key (did you mean 'larder.default-max-bytes'?); " + keys);
        assertWrong("larder.folder", "x", "there is no such key; " + keys);
        assertWrong("cache.orders.loader", " ", "the value is ''; give one, or delete the key");
        assertWrong(
                "codec.com.acme.Order", "x y", "'x y' is not the name of a class; write one such as com.acme.Order");
        assertWrong("codec.a b", "A", "'a b' is not the name of a class; write one such as com.acme.Order");
        assertWrong(
                "cache.orders.max-bytes",
                "${sys:larder.test.none}",
                "there is no system property larder.test.none; set it, or give a default as in ${sys:larder.test.none:-default}");
    }

    @Test
    void valueThatIsNoTextIsRefused() {
        Properties properties = new Properties();
        properties.put("cache.orders.max-entries", 7);
        properties.put("other", 7);
        properties.put(7, 7);
        assertThatThrownBy(() -> settings(properties))
                .hasMessage(
                        "cache manager larder:shop: its configuration has an error:%n  manager properties: cache.orders.max-entries: the value is a java.lang.Integer; give text, as with setProperty"
                                .formatted());
    }

    @Test
    void propertiesOfOthersAreLeftAlone() {
        Properties properties = new Properties();
        properties.setProperty("org.acme.cache", "x");
        properties.setProperty("caches.orders.max-bytes", "x");
        assertThat(settings(properties).declaredNames()).isEmpty();
    }

    @Test
    void keysOfOtherModulesAreLeftAloneWhateverTheySay(@TempDir Path directory) {
        Properties properties = new Properties();
        properties.setProperty("larder.application", "shop");
        properties.setProperty("larder.organization", "");
        properties.setProperty("larder.cdi.priority", "${what.ever}");
        properties.put("larder.rest.path", 7);
        assertThat(settings(properties).declaredNames()).isEmpty();
        assertThat(Fixture.file(
                                directory,
                                "larder.application=shop\nlarder.cdi.single-flight=\ncache.orders.statistics=true")
                        .declaredNames())
                .containsExactly("orders");
    }

    @Test
    void keysThatAreLikeThoseOfOtherModulesAreRefused() {
        for (String key :
                List.of("larder.cdi", "larder.applications", "larder.application.name", "larder.cd.priority")) {
            assertThatThrownBy(() -> Fixture.properties(Map.of(key, "x")))
                    .hasMessageContaining(key + ": there is no such key");
        }
        assertThatThrownBy(() -> Fixture.properties(Map.of("larder.aplication", "x")))
                .hasMessageContaining("did you mean 'larder.application'?");
    }

    @Test
    void keyOfAnotherModuleThatIsThereTwiceIsRefused(@TempDir Path directory) {
        assertThatThrownBy(() -> Fixture.file(directory, "larder.application=a\nlarder.application=b"))
                .hasMessageContaining("shop.properties:2: larder.application: the key is in shop.properties:1 already");
    }

    @Test
    void defaultsOfPropertiesCount() {
        Properties properties = new Properties(bound("1MiB"));
        assertThat(settings(properties).defaultMaxBytes()).isEqualTo(1 << 20);
    }

    @Test
    void typeInTwoSpellingsIsADuplicate(@TempDir Path directory) {
        assertThatThrownBy(() -> Fixture.file(directory, "codec.java.lang.String=com.acme.A\ncodec.String=com.acme.B"))
                .hasMessageContaining(
                        "shop.properties:2: codec.String: the key is in shop.properties:1 (codec.java.lang.String) already; delete one of them");
        assertWrong(
                Map.of("codec.java.lang.Long", "com.acme.A", "codec.Long", "default"),
                "codec.java.lang.Long",
                "the key is in manager properties (codec.Long) already; delete one of them");
    }

    @Test
    void placeholderInAKeyIsRefused() {
        assertWrong(
                "cache.${env:NAME}.expiry",
                "eternal",
                "placeholders stand in values only; write the name of the cache, or a pattern");
    }

    @Test
    void listenerThatIsThereTwiceIsRefused() {
        assertWrong(
                "cache.orders.listeners",
                "com.acme.Audit, com.acme.Other, com.acme.Audit",
                "'com.acme.Audit' is there twice; a cache can have it once");
    }

    @Test
    void oneMessageNamesAllErrorsOfAFileWithTheirLines(@TempDir Path directory) {
        assertThatThrownBy(() -> Fixture.file(directory, """
                        # the shop
                        cache.orders.max-bytes=64M
                        cache.orders.expiry=created 10m

                        colour=green
                        cache.orders.max-bytes=64MiB
                        cache.local.store-by-value=false
                        cache.loc*.max-bytes=1MiB
                        cache.other.statistics=\\
                          yes
                        cache.both*.max-entries=1
                        cache.*both.max-entries=2
                        cache.both.expiry=eternal
                        """, Map.of("cache.*.statistics", "on")))
                .isInstanceOf(CacheException.class)
                .hasMessage("""
                        cache manager %s: its configuration has 7 errors; the file is %s:
                          shop.properties:2: cache.orders.max-bytes: '64M' is not a number of bytes; write one such as 67108864, 512KiB, 64MiB, 1GiB or 64MB
                          shop.properties:5: colour: there is no such key; the keys are cache.<name or pattern>.<setting>, codec.<type>, larder.default-max-bytes, larder.directory, larder.preallocate, larder.system-domain
                          shop.properties:6: cache.orders.max-bytes: the key is in shop.properties:2 already; delete one of them
                          shop.properties:9: cache.other.statistics: 'yes' is neither true nor false; write one of them
                          manager properties: cache.*.statistics: 'on' is neither true nor false; write one of them
                          cache 'both': max-entries is '1' in shop.properties:11 (cache.both*.max-entries) and '2' in shop.properties:12 (cache.*both.max-entries), and neither pattern says more about the name; give the cache a line of its own
                          cache 'local': maxBytes, as shop.properties:8 (cache.loc*.max-bytes) has it, needs bytes, and a cache by reference, as shop.properties:7 (cache.local.store-by-value) has it, keeps objects on heap; use setMaxEntries, max-bytes = default for this cache, or setStoreByValue(true)""".formatted(
                                directory.resolve("shop.properties").toUri(),
                                directory
                                        .resolve("shop.properties")
                                        .toUri()
                                        .toString()
                                        .replace("///", "/"))
                        .replace("\n", System.lineSeparator()));
    }
}
