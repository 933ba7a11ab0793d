package org.larder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "larder.directory",
                "larder.no-such-key",
                "cache.orders.max-bytes",
                "cache.com.acme.Orders.expiry",
                "cache.*.statistics",
                "codec.org.acme.Money",
                "codec.String",
                "codec.byte[]"
            })
    void keysOfTheFormsThatLarderHasAreItsOwn(String key) {
        assertThat(ConfigurationKeys.isLike(key)).isTrue();
        assertThat(ConfigurationKeys.isOwn(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache.foo",
                "cache.",
                "cache..max-bytes",
                "cache.max-bytes",
                "cache.orders.max-byte",
                "cache.orders.",
                "codec.",
                "codec.json.pretty",
                "codec.org.acme."
            })
    void othersThatBeginLikeThemMayBeSomebodyElses(String key) {
        assertThat(ConfigurationKeys.isLike(key)).isTrue();
        assertThat(ConfigurationKeys.isOwn(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "larder", "colour", "caches.orders.max-bytes", "quarkus.cache.orders.expiry"})
    void allElseIs(String key) {
        assertThat(ConfigurationKeys.isLike(key)).isFalse();
        assertThat(ConfigurationKeys.isOwn(key)).isFalse();
    }
}
