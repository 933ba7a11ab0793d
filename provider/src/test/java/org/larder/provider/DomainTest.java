package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.CacheDomain;
import org.larder.EffectiveConfiguration;
import org.larder.LarderConfiguration;

/** Cache managers that are for an application, an organization or all: rows S1-1 to S1-4. */
class DomainTest {

    @TempDir
    Path directory;

    /** Two applications, or two JVMs. */
    private final LarderCachingProvider here = new LarderCachingProvider(InstantSource.system());

    private final LarderCachingProvider there = new LarderCachingProvider(InstantSource.system());

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.resolve("caches").toString());
        properties.setProperty("larder.default-max-bytes", "1MiB");
        return properties;
    }

    private Cache<String, String> cache(LarderCachingProvider provider, URI uri, String name) {
        CacheManager manager = provider.getCacheManager(uri, null, properties());
        Cache<String, String> cache = manager.getCache(name, String.class, String.class);
        return cache != null
                ? cache
                : manager.createCache(
                        name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private Cache<String, String> cache(LarderCachingProvider provider, URI uri) {
        return cache(provider, uri, "orders");
    }

    @Test
    @Tag("S1-1")
    void localIsOfOneApplicationAndOrganizationOfAllOfIt() {
        cache(here, CacheDomain.LOCAL.uri("A")).put("k", "mine");
        assertThat(cache(there, CacheDomain.LOCAL.uri("B")).get("k")).isNull();

        cache(here, CacheDomain.ORGANIZATION.uri("acme")).put("k", "ours");
        assertThat(cache(there, CacheDomain.ORGANIZATION.uri("acme")).get("k")).isEqualTo("ours");
        assertThat(cache(there, CacheDomain.ORGANIZATION.uri("other")).get("k")).isNull();
    }

    @Test
    @Tag("S1-1")
    void sameNameInTwoDomainsIsTwoCachesAndTwoFiles() throws IOException {
        cache(here, CacheDomain.LOCAL.uri("acme")).put("k", "local");
        cache(here, CacheDomain.ORGANIZATION.uri("acme")).put("k", "organization");
        assertThat(cache(here, CacheDomain.LOCAL.uri("acme")).get("k")).isEqualTo("local");
        assertThat(cache(here, CacheDomain.ORGANIZATION.uri("acme")).get("k")).isEqualTo("organization");
        try (Stream<Path> managers = Files.list(directory.resolve("caches"))) {
            assertThat(managers).hasSize(1); // what is local is in memory unless somebody says otherwise
        }
        here.getCacheManager(CacheDomain.LOCAL.uri("acme"), null)
                .createCache("files", new LarderConfiguration<String, String>().setPersistent(true));
        try (Stream<Path> managers = Files.list(directory.resolve("caches"))) {
            assertThat(managers).hasSize(2);
        }
    }

    @Test
    @Tag("S1-2")
    void systemDomainIsOffUnlessItIsSwitchedOn() {
        assertThatThrownBy(() -> here.getCacheManager(CacheDomain.SYSTEM.uri(), null, properties()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("the system domain is switched off")
                .hasMessageContaining("larder.system-domain = true");
        for (LarderCachingProvider provider : List.of(here, there)) {
            Properties enabled = properties();
            enabled.setProperty("larder.system-domain", "true");
            provider.getCacheManager(CacheDomain.SYSTEM.uri(), null, enabled);
        }
        cache(here, CacheDomain.SYSTEM.uri()).put("k", "everybody's");
        assertThat(cache(there, CacheDomain.SYSTEM.uri()).get("k")).isEqualTo("everybody's");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "larder:bogus:acme | there is no domain 'bogus'; the domains are local, organization, system",
                "larder:Local:shop | there is no domain 'Local'",
                "larder:local | use uri(id)",
                "larder:organization: | the id of the organization domain is empty",
                "larder:system:acme | one for all",
                "larder:local:a#b | has a fragment",
                "larder:local:%FF | not UTF-8",
                "larder:local:%E2%EF%BF%BD%82%AC | not UTF-8"
            })
    @Tag("S1-3")
    void unknownDomainIsAnErrorThatListsTheLegalOnes(String uri, String found) {
        assertThatThrownBy(() -> here.getCacheManager(URI.create(uri), null))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(uri)
                .hasMessageContaining(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "tc:whois:cache", "..", "a\0b", "x.properties", "É𝄞", "\uFFFD"})
    @Tag("S1-4")
    void domainsAndNamesOfAnyCharactersStayInTheDirectory(String name) throws IOException {
        cache(here, CacheDomain.ORGANIZATION.uri(name), name).put("one", "first");
        cache(here, CacheDomain.ORGANIZATION.uri(name), "myDnsData").put("one", "second");
        assertThat(cache(there, CacheDomain.ORGANIZATION.uri(name), name).get("one"))
                .isEqualTo("first");
        assertThat(cache(there, CacheDomain.ORGANIZATION.uri(name), "myDnsData").get("one"))
                .isEqualTo("second");
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside).containsExactly(directory.resolve("caches"));
        }
        try (Stream<Path> managers = Files.list(directory.resolve("caches"))) {
            assertThat(managers).singleElement().satisfies(manager -> {
                try (Stream<Path> caches = Files.list(manager)) {
                    assertThat(caches).hasSize(2);
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"larder:organization:ac%6De", "LARDER:organization:acme"})
    void oneDomainIsOneManagerHoweverItIsWritten(String uri) {
        assertThat(here.getCacheManager(URI.create(uri), null, properties()))
                .isSameAs(here.getCacheManager(CacheDomain.ORGANIZATION.uri("acme"), null))
                .extracting(CacheManager::getURI)
                .hasToString("larder:organization:acme");
    }

    @Test
    void sharedDomainNeedsADirectory() {
        assertThatThrownBy(() -> here.getCacheManager(CacheDomain.ORGANIZATION.uri("acme"), null))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("caches of the organization domain are always in files")
                .hasMessageContaining("larder.directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "default"})
    void cacheOfASharedDomainCannotLeaveTheFiles(String persistent) {
        Properties properties = properties();
        properties.setProperty("cache.orders.persistent", persistent);
        assertThatThrownBy(() -> here.getCacheManager(CacheDomain.ORGANIZATION.uri("acme"), null, properties))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("the value is '%s'", persistent)
                .hasMessageContaining("always in files");
    }

    @Test
    void cacheByReferenceIsRefusedInASharedDomain() {
        CacheManager manager = here.getCacheManager(CacheDomain.ORGANIZATION.uri("acme"), null, properties());
        assertThatThrownBy(() -> manager.createCache("orders", new MutableConfiguration<>().setStoreByValue(false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("persistent, as organization domain (cache.*.persistent) has it, needs bytes")
                .hasMessageContaining("use the local domain");
    }

    @Test
    void effectiveSettingsSayThatTheDomainMadeTheCachePersistent() {
        cache(here, CacheDomain.ORGANIZATION.uri("acme"));
        assertThat(here.getCacheManager(CacheDomain.ORGANIZATION.uri("acme"), null)
                        .unwrap(EffectiveConfiguration.class)
                        .effectiveSettings("orders"))
                .filteredOn(setting -> setting.name().equals("persistent"))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.value()).isEqualTo("true");
                    assertThat(setting.origin()).isEqualTo("organization domain (cache.*.persistent)");
                });
    }
}
