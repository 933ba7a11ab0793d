package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.log.LogCapture;

/** Where the file of a manager is looked for. */
class ConfigurationFileTest {

    private static final URI SHOP = URI.create("larder:shop");

    @TempDir
    Path directory;

    private Path file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static URLClassLoader loader(Path... places) throws IOException {
        URL[] urls = new URL[places.length];
        for (int i = 0; i < places.length; i++) {
            urls[i] = places[i].toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }

    @Test
    void uriNamesAFile() throws IOException {
        URI uri = file("etc/shop.properties", "a=1").toUri();
        ConfigurationFile found = ConfigurationFile.of(uri, getClass().getClassLoader());
        assertThat(found.name()).isEqualTo("shop.properties");
        assertThat(found.text()).isEqualTo("a=1");
        assertThat(found.location()).endsWith("/etc/shop.properties").startsWith("file:");
    }

    @Test
    void uriNamesAFileInAJarWhichIsClosedAfterwards() throws IOException {
        Path jar = directory.resolve("shop.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("conf/shop.properties"));
            entries.write("a=1".getBytes(StandardCharsets.UTF_8));
        }
        URI uri = URI.create("jar:" + jar.toUri() + "!/conf/shop.properties");
        ConfigurationFile found = ConfigurationFile.of(uri, getClass().getClassLoader());
        assertThat(found.name()).isEqualTo("shop.properties");
        assertThat(found.text()).isEqualTo("a=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classpath:conf/shop.properties",
                "classpath:/conf/shop.properties",
                "CLASSPATH:conf/shop.properties"
            })
    void uriNamesAFileOnTheClassPath(String uri) throws IOException {
        file("one/conf/shop.properties", "a=1");
        try (URLClassLoader loader = loader(directory.resolve("one"))) {
            ConfigurationFile found = ConfigurationFile.of(URI.create(uri), loader);
            assertThat(found.name()).isEqualTo("shop.properties");
            assertThat(found.text()).isEqualTo("a=1");
        }
    }

    @Test
    void otherwiseTheClassPathIsAsked() throws IOException {
        file("one/larder.properties", "a=1");
        try (URLClassLoader loader = loader(directory.resolve("one"));
                URLClassLoader without = loader()) {
            ConfigurationFile found = ConfigurationFile.of(SHOP, loader);
            assertThat(found.name()).isEqualTo("larder.properties");
            assertThat(found.text()).isEqualTo("a=1");
            assertThat(ConfigurationFile.of(SHOP, without)).isNull();
        }
    }

    @Test
    void ofSeveralOnTheClassPathTheFirstHoldsAndAWarningNamesAll() throws IOException {
        file("one/larder.properties", "a=1");
        file("two/larder.properties", "a=2");
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        try (URLClassLoader loader = loader(one, two);
                URLClassLoader twice = loader(one, one);
                LogCapture log = new LogCapture(ConfigurationFile.class.getName())) {
            assertThat(ConfigurationFile.of(SHOP, twice).text()).isEqualTo("a=1");
            assertThat(log.messages()).isEmpty();
            assertThat(ConfigurationFile.of(SHOP, loader).text()).isEqualTo("a=1");
            assertThat(log.messages())
                    .containsExactly(
                            "cache manager larder:shop: there are 2 files larder.properties on the class path; the first is used and the others are not: %slarder.properties, %slarder.properties"
                                    .formatted(one.toUri().toURL(), two.toUri().toURL()));
        }
    }

    @Test
    void missingFileIsRefusedWithThePlace() throws IOException {
        URI missing = directory.resolve("missing.properties").toUri();
        assertThatThrownBy(() -> ConfigurationFile.of(missing, getClass().getClassLoader()))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith(
                        "cache manager %s: its configuration file cannot be read; looked at %s: java.io.FileNotFoundException"
                                .formatted(missing, missing.toURL()));
        try (URLClassLoader loader = loader(directory)) {
            assertThatThrownBy(() -> ConfigurationFile.of(URI.create("classpath:conf/missing.properties"), loader))
                    .isInstanceOf(CacheException.class)
                    .hasMessage(
                            "cache manager classpath:conf/missing.properties: there is no conf/missing.properties on the class path; looked with the class loader %s of the manager"
                                    .formatted(loader));
        }
    }

    @Test
    void directoryIsNoFile() throws IOException {
        Path place = Files.createDirectories(directory.resolve("one + two/larder.properties"));
        URI uri = URI.create("file:" + place.toString().replace(" ", "%20"));
        assertThatThrownBy(() -> ConfigurationFile.of(uri, getClass().getClassLoader()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cannot be read; looked at " + uri)
                .hasMessageContaining("it is a directory");
        try (URLClassLoader loader = loader(directory.resolve("one + two"))) {
            assertThatThrownBy(() -> ConfigurationFile.of(SHOP, loader)).hasMessageContaining("it is a directory");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.properties",
                "file://etc/shop.properties",
                "jar:http://acme.org/shop.jar!/shop.properties",
                "larder:shop.properties",
                "http://acme.org/shop.properties",
                "HTTPS://acme.org/shop.properties"
            })
    void uriOfAnotherKindIsRefused(String uri) {
        assertThatThrownBy(
                        () -> ConfigurationFile.of(URI.create(uri), getClass().getClassLoader()))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "cache manager %s: its URI ends in .properties and so names a configuration file, but not one that can be read; begin it with file:/, jar:file:/ or classpath:, or let it end otherwise"
                                .formatted(uri));
    }

    @Test
    void byteOrderMarkIsSkippedAndOtherAlphabetsAreRead() throws IOException {
        URI uri =
                file("shop.properties", "\uFEFFcache.bücher.expiry=created 1h").toUri();
        assertThat(ConfigurationFile.of(uri, getClass().getClassLoader()).text())
                .isEqualTo("cache.bücher.expiry=created 1h");
    }

    @Test
    void fileThatIsNotInUtf8IsRefusedWithTheLine() throws IOException {
        Path file = directory.resolve("shop.properties");
        Files.write(file, "a=1\r\n# Bücher\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ConfigurationFile.of(file.toUri(), getClass().getClassLoader()))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache manager %s: line 2 of its configuration file %s is not in UTF-8; save it so"
                        .formatted(file.toUri(), file.toUri().toURL()));
        Files.write(file, new byte[] {'a', (byte) 0xC3});
        assertThatThrownBy(() -> ConfigurationFile.of(file.toUri(), getClass().getClassLoader()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("line 1 ");
    }
}
