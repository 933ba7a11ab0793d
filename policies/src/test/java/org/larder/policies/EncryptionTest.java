package org.larder.policies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.policies.PolicyRig.CONTEXT;
import static org.larder.policies.PolicyRig.invalidate;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.lookup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.LarderConfiguration;
import org.larder.policies.PopulateResult.Outcome;
import org.larder.provider.LarderCachingProvider;

/** Nothing is stored in the clear; rows S3-29 and S3-30, through policies. */
class EncryptionTest {

    private static final String SECRET = "TOPSECRET-123";
    private static final String CLIENT = "client-12797282";

    @TempDir
    Path directory;

    private Map<String, String> persistent() {
        return Map.of("larder.directory", directory.toString(), "cache.*.persistent", "true");
    }

    private boolean occursInAFile(String text) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).anyMatch(file -> contains(file, text));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("S3-29")
    @Tag("S3-30")
    void neitherValuesNorKeysAreInFilesAndPurgeStillWorks() throws IOException {
        try (PolicyRig rig = new PolicyRig(persistent(), caches -> caches)) {
            rig.put(SECRET, CLIENT, "a");
            rig.put(SECRET, CLIENT, "b");
            rig.put(Map.of("secret", SECRET), CLIENT, "c");
            assertThat(rig.get(CLIENT, "a")).isEqualTo(SECRET);
            assertThat(rig.get(CLIENT, "c")).isEqualTo(Map.of("secret", SECRET));
            assertThat(occursInAFile(SECRET)).isFalse();
            assertThat(occursInAFile(CLIENT)).isFalse();
            assertThat(invalidate(key(CLIENT))
                            .purgeChildEntries(true)
                            .build()
                            .execute(rig.caches, CONTEXT, rig.variables)
                            .removed())
                    .isEqualTo(3);
            assertThat(rig.get(CLIENT, "a")).isNull();
        }
        assertThat(occursInAFile(SECRET)).isFalse();
        assertThat(occursInAFile(CLIENT)).isFalse();
    }

    @Test
    @Tag("S3-29")
    void entriesAreFoundAgainWithTheKeyAndNotWithAnother() {
        Properties properties = new Properties();
        properties.putAll(persistent());
        assertThat(policyRun(properties, 1, true)).isNull();
        assertThat(policyRun(properties, 1, false)).isEqualTo(SECRET);
        assertThatThrownBy(() -> policyRun(properties, 2, false))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("cache '__shared' cannot be made for policies")
                .hasMessageContaining("wrong key");
        assertThat(policyRun(properties, 1, false)).isEqualTo(SECRET);
    }

    /** What is found under a key in a life of its own of a provider; then a value may be written. */
    private static Object policyRun(Properties properties, int keyNumber, boolean write) {
        try (CachingProvider provider = new LarderCachingProvider();
                CacheManager manager = provider.getCacheManager(
                        URI.create("policies:reopened"), EncryptionTest.class.getClassLoader(), properties);
                PolicyCaches caches = PolicyCaches.builder(manager)
                        .keySource(PolicyRig.keys(keyNumber))
                        .build()) {
            VariableResolver variables = VariableResolver.of(new HashMap<>(Map.of("flowVar", SECRET)));
            Object found = lookup(key(CLIENT))
                    .build()
                    .execute(caches, CONTEXT, variables)
                    .value();
            if (write) {
                PolicyRig.populate(key(CLIENT)).build().execute(caches, CONTEXT, variables);
            }
            return found;
        }
    }

    @Test
    @Tag("S3-29")
    void cacheThatIsNotEncryptedIsRefused() {
        try (PolicyRig rig = new PolicyRig(Map.of("cache.declared.max-entries", "9"), caches -> caches)) {
            rig.manager.createCache(
                    "made", new LarderConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
            for (String name : new String[] {"made", "declared"}) {
                LookupCache policy = lookup(key("P")).cacheResource(name).build();
                assertThatThrownBy(() -> rig.caches.verify(policy, CONTEXT))
                        .isInstanceOf(PolicyConfigurationException.class)
                        .hasMessageContaining("cache '" + name + "' is not encrypted")
                        .hasMessageContaining("setEncrypted(true), or set cache." + name + ".encrypted = true");
                assertThatThrownBy(() -> rig.get(policy)).isInstanceOf(PolicyConfigurationException.class);
            }
        }
    }

    @Test
    @Tag("S3-29")
    void settingsOfTheManagerCannotSwitchItOff() {
        Map<String, String> off = Map.of("cache.*.encrypted", "false");
        try (PolicyRig rig = new PolicyRig(off, caches -> caches)) {
            assertThat(rig.put("value", "P").outcome()).isEqualTo(Outcome.STORED);
            assertThat(rig.setting(PolicyCaches.SHARED, "encrypted")).isEqualTo("true");
        }
    }

    @Test
    void missingKeyIsToldWhenAPolicyIsVerified() {
        try (CachingProvider provider = new LarderCachingProvider();
                PolicyCaches caches =
                        PolicyCaches.builder(provider.getCacheManager()).build()) {
            assertThatThrownBy(() -> caches.verify(lookup(key("P")).build(), CONTEXT))
                    .isInstanceOf(PolicyConfigurationException.class)
                    .hasMessageContaining("cache '__shared' cannot be made for policies")
                    .hasMessageContaining("there is no key")
                    .hasMessageContaining("PolicyCaches.Builder.keySource");
        }
    }

    @Test
    void keyMayComeFromTheManagersSettings() {
        Properties properties = new Properties();
        properties.setProperty("cache.*.encryption-key", TestKeys.class.getName());
        try (CachingProvider provider = new LarderCachingProvider();
                CacheManager manager = provider.getCacheManager(
                        URI.create("policies:key"), getClass().getClassLoader(), properties);
                PolicyCaches caches = PolicyCaches.builder(manager).build()) {
            caches.verify(lookup(key("P")).build(), CONTEXT);
        }
    }

    @Test
    void providerThatCannotEncryptIsRefused() {
        CacheManager plain = (CacheManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CacheManager.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("unwrap")) {
                        throw new IllegalArgumentException();
                    }
                    return method.getName().equals("getURI") ? URI.create("other") : null;
                });
        assertThatThrownBy(() -> PolicyCaches.builder(plain).build())
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("LarderConfiguration.setEncrypted")
                .hasMessageContaining("use Larder as the provider");
    }
}
