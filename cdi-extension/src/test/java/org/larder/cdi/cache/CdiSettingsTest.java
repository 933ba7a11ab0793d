package org.larder.cdi.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdiSettingsTest {

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty("larder.cdi.priority");
        System.clearProperty("larder.organization");
        System.clearProperty("larder.directory");
    }

    /** A configuration of its own. */
    private record Given(Map<String, String> values) implements ConfigurationSource {
        @Override
        public @Nullable String value(String key) {
            return values.get(key);
        }

        @Override
        public String origin(String key) {
            return "the test";
        }

        @Override
        public Set<String> keysForManagers() {
            return values.keySet();
        }
    }

    private static CdiSettings read(Map<String, String> values) {
        return CdiSettings.read(new Given(values));
    }

    @Test
    void whatNobodySaysHasDefaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new CdiSettings(true, 190, true, null, null, 3600, null, null, Map.of(), Set.of()));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read(Map.of(
                        "larder.cdi.enabled", "false",
                        "larder.cdi.priority", " 5 ",
                        "larder.cdi.single-flight", "false",
                        "larder.cdi.provider", "org.acme.Provider",
                        "larder.cdi.uri", "larder:local:shop",
                        "larder.cdi.time-to-live", "60",
                        "larder.application", "shop",
                        "larder.organization", "acme")))
                .isEqualTo(new CdiSettings(
                        false,
                        5,
                        false,
                        "org.acme.Provider",
                        URI.create("larder:local:shop"),
                        60,
                        "shop",
                        "acme",
                        Map.of(),
                        Set.of()));
    }

    @Test
    void whatIsOfManagersIsHandedOnAndWhatIsOnlyLikeItLeftAlone() {
        CdiSettings settings = read(Map.of(
                "larder.directory", "/var/cache",
                "larder.directry", "/var/cache",
                "larder.cdi.priority", "1",
                "larder.application", "shop",
                "larder.organization", "acme",
                "cache.rates.max-entries", "5",
                "cache.password", "secret",
                "codec.org.acme.Rate", "org.acme.RateCodec",
                "codec.json", "pretty",
                "colour", "red"));

        assertThat(settings.managerProperties())
                .containsOnlyKeys(
                        "larder.directory", "larder.directry", "cache.rates.max-entries", "codec.org.acme.Rate");
        assertThat(settings.leftAlone()).containsExactlyInAnyOrder("cache.password", "codec.json");
    }

    @Test
    void allThatIsNotLegalIsToldWithKeyValueOriginAndWhatIs() {
        assertThatThrownBy(() -> read(Map.of(
                        "larder.cdi.enabled", "yes",
                        "larder.cdi.priority", "-1",
                        "larder.cdi.single-flight", "True",
                        "larder.cdi.time-to-live", "1h",
                        "larder.cdi.uri", "a b")))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("larder.cdi.enabled is 'yes' in the test; write true or false")
                .hasMessageContaining(
                        "larder.cdi.priority is '-1' in the test; write a whole number from 0 to 2147483647")
                .hasMessageContaining("larder.cdi.single-flight is 'True' in the test; write true or false")
                .hasMessageContaining(
                        "larder.cdi.time-to-live is '1h' in the test; write a whole number from 1 to 9223372036854775807")
                .hasMessageContaining("larder.cdi.uri is 'a b' in the test; write a URI");
    }

    @Test
    void theFileOnTheClassPathIsOverriddenBySystemProperties() throws IOException {
        Files.writeString(
                folder.resolve("larder.properties"),
                "larder.cdi.priority = 1\nlarder.application = Äpfel\nlarder.directory = /var/cache\n");
        System.setProperty("larder.cdi.priority", "2");
        System.setProperty("larder.organization", "acme");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            PropertiesSource source = PropertiesSource.of(loader);
            CdiSettings settings = CdiSettings.read(source);

            assertThat(settings.priority()).isEqualTo(2);
            assertThat(settings.application()).isEqualTo("Äpfel");
            assertThat(settings.organization()).isEqualTo("acme");
            assertThat(settings.managerProperties()).isEmpty();
            assertThat(source.origin("larder.cdi.priority")).isEqualTo("the system properties");
            assertThat(source.origin("larder.application")).endsWith("/larder.properties");
        }
    }

    @Test
    void aFileThatCannotBeReadIsAnError() throws IOException {
        Files.writeString(folder.resolve("larder.properties"), "larder.application = \\u00");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            assertThatThrownBy(() -> PropertiesSource.of(loader))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("larder.properties cannot be read");
        }
    }

    @Test
    void microProfileConfigIsAskedWhereItIs() throws IOException {
        Files.createDirectory(folder.resolve("META-INF"));
        Files.writeString(
                folder.resolve("META-INF/microprofile-config.properties"),
                "larder.cdi.priority = 7\nlarder.application = ${larder.organization}-shop\nlarder.directory = /var/a\n");
        System.setProperty("larder.organization", "acme");
        ClassLoader parent = CdiSettingsTest.class.getClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
            Thread.currentThread().setContextClassLoader(loader); // as when an application is deployed
            CdiSettings settings = CdiSettings.read(loader);

            assertThat(settings.priority()).isEqualTo(7);
            assertThat(settings.application()).isEqualTo("acme-shop");
            assertThat(settings.organization()).isEqualTo("acme");
            assertThat(settings.managerProperties()).containsEntry("larder.directory", "/var/a");
        } finally {
            Thread.currentThread().setContextClassLoader(parent);
        }
    }

    @Test
    void theFileIsReadWhereMicroProfileConfigIsNot() throws Exception {
        Files.writeString(folder.resolve("larder.properties"), "larder.cdi.priority = 3\n");
        ClassLoader parent = CdiSettingsTest.class.getClassLoader();
        try (URLClassLoader application =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent);
                WithoutMicroProfile without = new WithoutMicroProfile(parent)) {
            Object settings = without.loadClass(CdiSettings.class.getName())
                    .getMethod("read", ClassLoader.class)
                    .invoke(null, application);

            assertThat(settings.getClass().getMethod("priority").invoke(settings))
                    .isEqualTo(3);
        }
    }

    /** Has its own classes of this package, and none of MicroProfile. */
    private static final class WithoutMicroProfile extends URLClassLoader {
        WithoutMicroProfile(ClassLoader parent) {
            super(
                    new URL[] {
                        CdiSettings.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.eclipse.microprofile")) {
                throw new ClassNotFoundException(name);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                return name.startsWith("org.larder.cdi.cache.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }

    @Test
    void propertiesAreOfNoManager() {
        assertThat(new PropertiesSource(new Properties(), "here").keysForManagers())
                .isEmpty();
    }
}
