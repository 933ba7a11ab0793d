package org.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.cache.configuration.Factory;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.codec.Codec;
import org.larder.codec.KeyFile;

final class LarderConfigurationTest {

    /** A codec that can be had from a factory by class. */
    public static final class TextCodec implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    static Stream<UnaryOperator<LarderConfiguration<String, String>>> everySetting() {
        return Stream.of(
                c -> c.setMaxBytes(1L << 40),
                c -> c.setMaxEntries(5_000_000_000L),
                c -> c.setTypicalEntryBytes(300),
                c -> c.setSerialFilter("com.acme.*;!*"),
                c -> c.setKeyCodecFactory(FactoryBuilder.factoryOf(TextCodec.class)),
                c -> c.setValueCodecFactory(FactoryBuilder.factoryOf(TextCodec.class)),
                c -> c.addCodec(String.class, FactoryBuilder.factoryOf(TextCodec.class)),
                c -> c.setOversizedEntryRejected(true),
                c -> c.setEncrypted(true),
                c -> c.setKeySourceFactory(new KeyFile("/etc/shop/orders.key")),
                c -> c.setPersistent(true),
                c -> c.setRefreshAhead(0.8),
                c -> c.setStaleOnError(Duration.ofMinutes(10)));
    }

    @Test
    void unsetSettingsAreNullOrFalse() {
        var configuration = new LarderConfiguration<String, String>();
        assertThat(configuration.getMaxBytes()).isNull();
        assertThat(configuration.getMaxEntries()).isNull();
        assertThat(configuration.getTypicalEntryBytes()).isNull();
        assertThat(configuration.getSerialFilter()).isNull();
        assertThat(configuration.getKeyCodecFactory()).isNull();
        assertThat(configuration.getValueCodecFactory()).isNull();
        assertThat(configuration.getCodecFactories()).isEmpty();
        assertThat(configuration.isOversizedEntryRejected()).isFalse();
        assertThat(configuration.isEncrypted()).isFalse();
        assertThat(configuration.getKeySourceFactory()).isNull();
        assertThat(configuration.isPersistent()).isFalse();
        assertThat(configuration.getRefreshAhead()).isNull();
        assertThat(configuration.getStaleOnError()).isNull();
    }

    @Test
    void gettersReturnWhatWasSet() {
        LarderConfiguration<String, String> configuration = full();
        assertThat(configuration.getMaxBytes()).isEqualTo(1L << 40);
        assertThat(configuration.getMaxEntries()).isEqualTo(5_000_000_000L);
        assertThat(configuration.getTypicalEntryBytes()).isEqualTo(300);
        assertThat(configuration.getSerialFilter()).isEqualTo("com.acme.*;!*");
        assertThat(configuration.getKeyCodecFactory()).isEqualTo(FactoryBuilder.factoryOf(TextCodec.class));
        assertThat(configuration.getValueCodecFactory()).isEqualTo(FactoryBuilder.factoryOf(TextCodec.class));
        assertThat(configuration.getCodecFactories())
                .isEqualTo(Map.of(String.class, FactoryBuilder.factoryOf(TextCodec.class)));
        assertThat(configuration.isOversizedEntryRejected()).isTrue();
        assertThat(configuration.isEncrypted()).isTrue();
        assertThat(configuration.getKeySourceFactory()).isEqualTo(new KeyFile("/etc/shop/orders.key"));
        assertThat(configuration.isPersistent()).isTrue();
        assertThat(configuration.getRefreshAhead()).isEqualTo(0.8);
        assertThat(configuration.getStaleOnError()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void settersOfTheStandardKeepTheTypeAndReachIt() {
        var listener = new MutableCacheEntryListenerConfiguration<String, String>(null, null, false, false);
        LarderConfiguration<String, String> configuration = new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .addCacheEntryListenerConfiguration(listener)
                .removeCacheEntryListenerConfiguration(listener)
                .addCacheEntryListenerConfiguration(listener)
                .setCacheLoaderFactory(null)
                .setCacheWriterFactory(null)
                .setExpiryPolicyFactory(EternalExpiryPolicy.factoryOf())
                .setReadThrough(true)
                .setWriteThrough(true)
                .setStoreByValue(false)
                .setStatisticsEnabled(true)
                .setManagementEnabled(true);
        var standard = new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .addCacheEntryListenerConfiguration(listener)
                .setExpiryPolicyFactory(EternalExpiryPolicy.factoryOf())
                .setReadThrough(true)
                .setWriteThrough(true)
                .setStoreByValue(false)
                .setStatisticsEnabled(true)
                .setManagementEnabled(true);
        assertThat(standard).isEqualTo(configuration);
    }

    @Test
    void everyFluentMethodOfTheStandardIsOverridden() {
        List<String> overridden = Arrays.stream(LarderConfiguration.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == LarderConfiguration.class)
                .map(Method::getName)
                .toList();
        assertThat(Arrays.stream(MutableConfiguration.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == MutableConfiguration.class)
                        .map(Method::getName))
                .isNotEmpty()
                .isSubsetOf(overridden);
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void eachSettingTakesPartInEqualityCopyAndSerialization(UnaryOperator<LarderConfiguration<String, String>> setting)
            throws Exception {
        LarderConfiguration<String, String> changed = setting.apply(new LarderConfiguration<>());
        assertThat(changed)
                .isNotEqualTo(new LarderConfiguration<String, String>())
                .isEqualTo(setting.apply(new LarderConfiguration<>()))
                .hasSameHashCodeAs(setting.apply(new LarderConfiguration<>()))
                .isEqualTo(new LarderConfiguration<>(changed))
                .isEqualTo(serializedCopy(changed));
    }

    @Test
    void standardSettingsTakePartInEquality() {
        assertThat(full()).isEqualTo(full()).isNotEqualTo(full().setReadThrough(true));
    }

    @Test
    void copyOfAPlainConfigurationHasNoLarderSettings() {
        var plain = new MutableConfiguration<String, String>().setStatisticsEnabled(true);
        assertThat(new LarderConfiguration<>(plain))
                .isEqualTo(new LarderConfiguration<String, String>().setStatisticsEnabled(true));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void boundsThatAreNotPositiveAreRefused(long number) {
        var configuration = new LarderConfiguration<String, String>();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.setMaxBytes(number))
                .withMessage("maxBytes is " + number + "; it must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.setMaxEntries(number))
                .withMessage("maxEntries is " + number + "; it must be at least 1");
        int small = (int) Math.max(number, Integer.MIN_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.setTypicalEntryBytes(small))
                .withMessage("typicalEntryBytes is " + small + "; it must be at least 1");
        assertThat(configuration).isEqualTo(new LarderConfiguration<String, String>());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1, 80, Double.NaN, Double.POSITIVE_INFINITY})
    void sharesThatAreNotBetweenNothingAndAllAreRefused(double share) {
        var configuration = new LarderConfiguration<String, String>();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.setRefreshAhead(share))
                .withMessage("refreshAhead is " + share
                        + "; it is a share of a life, more than 0 and less than 1, such as 0.8");
        assertThat(configuration.getRefreshAhead()).isNull();
    }

    @Test
    void timesOfGraceThatAreNoneAreRefused() {
        var configuration = new LarderConfiguration<String, String>();
        for (Duration grace : List.of(Duration.ZERO, Duration.ofNanos(999_999), Duration.ofSeconds(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> configuration.setStaleOnError(grace))
                    .withMessage("staleOnError is " + grace + "; it must be a millisecond at least, or not be set");
        }
        assertThat(configuration.getStaleOnError()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "maxdepth=deep", "!", "com.acme.*;maxbytes=-1", "a/"})
    void malformedSerialFiltersAreRefusedWhenSet(String pattern) {
        var configuration = new LarderConfiguration<String, String>();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.setSerialFilter(pattern))
                .withMessageContaining("serialFilter")
                .withMessageContaining("com.acme.*;!*");
        assertThat(configuration.getSerialFilter()).isNull();
    }

    @Test
    void laterCodecOfATypeReplacesTheEarlier() {
        Factory<TextCodec> later = TextCodec::new;
        var configuration = new LarderConfiguration<String, String>()
                .addCodec(String.class, FactoryBuilder.factoryOf(TextCodec.class))
                .addCodec(String.class, later);
        assertThat(configuration.getCodecFactories()).containsOnly(entry(String.class, later));
    }

    @Test
    void codecsOfACopyAreItsOwn() {
        var original = new LarderConfiguration<String, String>();
        var copy = new LarderConfiguration<>(original).addCodec(String.class, TextCodec::new);
        assertThat(original.getCodecFactories()).isEmpty();
        assertThatThrownBy(() -> copy.getCodecFactories().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void codecOfAPrimitiveTypeIsRefused() {
        var configuration = new LarderConfiguration<String, String>();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.addCodec(int.class, () -> null))
                .withMessageContaining("type is int");
    }

    private static LarderConfiguration<String, String> full() {
        return everySetting()
                .reduce(new LarderConfiguration<>(), (c, setting) -> setting.apply(c), (first, second) -> second);
    }

    private static Object serializedCopy(Object object) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
