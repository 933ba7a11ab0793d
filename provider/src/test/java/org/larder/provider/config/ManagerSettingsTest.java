package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Properties;
import org.junit.jupiter.api.Test;
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
}
