package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import javax.cache.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;
import org.larder.codec.KeyFile;

class CacheSettingsTest {

    /** A configuration of the bare standard interface, which has no further settings. */
    private record Basic(boolean isStoreByValue) implements Configuration<String, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Class<String> getKeyType() {
            return String.class;
        }

        @Override
        public Class<Integer> getValueType() {
            return Integer.class;
        }
    }

    @Test
    void settingsAreACopy() {
        LarderConfiguration<String, Integer> given = new LarderConfiguration<String, Integer>().setMaxEntries(7);
        LarderConfiguration<String, Integer> copy = settings("orders", given);
        assertThat(copy).isEqualTo(given).isNotSameAs(given);
    }

    @Test
    void bareConfigurationGivesTypesAndTheWayOfStoring() {
        LarderConfiguration<String, Integer> copy = settings("orders", new Basic(false));
        assertThat(copy.getKeyType()).isEqualTo(String.class);
        assertThat(copy.getValueType()).isEqualTo(Integer.class);
        assertThat(copy.isStoreByValue()).isFalse();
        assertThat(settings("orders", new Basic(true)).isStoreByValue()).isTrue();
    }

    @Test
    void whatNeedsBytesIsRefusedByReference() {
        assertRefusedByReference("maxBytes", settings -> settings.setMaxBytes(1 << 20));
        assertRefusedByReference("serialFilter", settings -> settings.setSerialFilter("java.base/*;!*"));
        assertRefusedByReference("keyCodecFactory", settings -> settings.setKeyCodecFactory(() -> null));
        assertRefusedByReference("valueCodecFactory", settings -> settings.setValueCodecFactory(() -> null));
        assertRefusedByReference("addCodec", settings -> settings.addCodec(Integer.class, () -> null));
    }

    @Test
    void encryptionIsRefusedByReference() {
        LarderConfiguration<String, Integer> encrypted = new LarderConfiguration<String, Integer>()
                .setEncrypted(true)
                .setKeySourceFactory(new KeyFile("orders.key"));
        assertThat(settings("orders", encrypted)).isEqualTo(encrypted);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("orders", encrypted.setStoreByValue(false)))
                .withMessage(
                        "cache 'orders': encrypted needs bytes, and a cache by reference keeps objects on heap; use no encryption, or setStoreByValue(true)");
    }

    @Test
    void encryptionWithoutAKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("orders", new LarderConfiguration<String, Integer>().setEncrypted(true)))
                .withMessage(
                        "cache 'orders': encrypted is set and there is no key; use setKeySourceFactory(new KeyFile(\"...\")) or the setting encryption-key = file:<path>");
    }

    @Test
    void keyWithoutEncryptionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(
                        "orders",
                        new LarderConfiguration<String, Integer>().setKeySourceFactory(new KeyFile("orders.key"))))
                .withMessage(
                        "cache 'orders': keySourceFactory is set and the cache is not encrypted; use setEncrypted(true) or the setting encrypted, which can be true or false");
    }

    @Test
    void loadingAheadOfTimeOrNotAtAllNeedsALoader() {
        assertNothingIsLoaded("refreshAhead", settings -> settings.setRefreshAhead(0.8));
        assertNothingIsLoaded("staleOnError", settings -> settings.setStaleOnError(Duration.ofMinutes(1)));
    }

    private static void assertNothingIsLoaded(String setting, Consumer<LarderConfiguration<String, Integer>> change) {
        LarderConfiguration<String, Integer> configuration =
                new LarderConfiguration<String, Integer>().setCacheLoaderFactory(new Samples.NeverLoads<>());
        change.accept(configuration);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("orders", configuration))
                .withMessage(
                        "cache 'orders': %s is set and nothing is loaded; use setReadThrough(true) with setCacheLoaderFactory, or the settings read-through and loader, or leave %s off"
                                .formatted(setting, setting));
        configuration.setReadThrough(true);
        assertThat(settings("orders", configuration)).isEqualTo(configuration);
    }

    private static LarderConfiguration<String, Integer> settings(
            String cacheName, Configuration<String, Integer> configuration) {
        return ManagerSettings.of(URI.create("larder:shop"), CacheSettingsTest.class.getClassLoader(), new Properties())
                .settingsOf(cacheName, configuration)
                .configuration();
    }

    private static void assertRefusedByReference(
            String setting, Consumer<LarderConfiguration<String, Integer>> change) {
        LarderConfiguration<String, Integer> configuration = new LarderConfiguration<>();
        change.accept(configuration);
        assertThat(settings("orders", configuration)).isEqualTo(configuration);
        configuration.setStoreByValue(false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("orders", configuration))
                .withMessageContaining("cache 'orders'")
                .withMessageContaining(setting);
    }
}
