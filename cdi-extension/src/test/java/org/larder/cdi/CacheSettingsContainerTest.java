package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.LocalTime;
import java.time.ZoneId;
import javax.cache.Cache;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsCache;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;

class CacheSettingsContainerTest {

    @ApplicationScoped
    static class Rates {
        @CacheResult(cacheName = "rates")
        @CacheSettings(timeToLiveSeconds = 300, jitter = 0.1, maxEntries = 10_000, statistics = true)
        String rate(String currency) {
            return currency;
        }
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private static CompleteConfiguration<Object, Object> configuration(Container container, String cache) {
        return container.cache(cache).getConfiguration(CompleteConfiguration.class);
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private static LarderConfiguration<Object, Object> larder(Container container, String cache) {
        return container.cache(cache).getConfiguration(LarderConfiguration.class);
    }

    @Test
    void whatStandsAtAMethodHoldsForItsCacheFromTheStart() throws Exception {
        try (Container container = Container.of(Rates.class)) {
            assertThat(container.caching().caches().manager("").getCacheNames()).contains("rates");
            assertThat(larder(container, "rates").getMaxEntries()).isEqualTo(10_000);
            assertThat(configuration(container, "rates").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(300).withJitter(0.1));
            assertThat(configuration(container, "rates").isStatisticsEnabled()).isTrue();
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("javax.cache:type=CacheStatistics,Cache=rates,*"), null))
                    .hasSize(1);
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("javax.cache:type=CacheConfiguration,Cache=rates,*"), null))
                    .hasSize(1);
        }
    }

    @ApplicationScoped
    @CacheSettings(timeToLiveSeconds = 60)
    @CacheSettings(cache = "named", maxBytes = 1_000_000)
    static class OfClass {
        @CacheResult(cacheName = "first")
        String first(String key) {
            return key;
        }

        @CacheRemoveAll(cacheName = "second")
        void second() {}

        @LoadsCache("third")
        @CacheSettings(timeOfDay = "14:30:00", zone = "Europe/Lisbon")
        String third(String key) {
            return key;
        }

        @CacheResult(cacheName = "fourth")
        @CacheSettings(eternal = true)
        String fourth(String key) {
            return key;
        }

        @CacheResult(cacheName = "named")
        String fifth(String key) {
            return key;
        }
    }

    @Test
    void whatStandsAtAClassHoldsForItsCachesThatHaveNoneOfTheirOwn() {
        try (Container container = Container.of(OfClass.class)) {
            assertThat(configuration(container, "first").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(60));
            assertThat(configuration(container, "second").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(60));
            assertThat(configuration(container, "third").getExpiryPolicyFactory())
                    .isEqualTo(TimeOfDay.of(LocalTime.of(14, 30)).in(ZoneId.of("Europe/Lisbon")));
            assertThat(configuration(container, "fourth").getExpiryPolicyFactory())
                    .isEqualTo(EternalExpiryPolicy.factoryOf());
            assertThat(larder(container, "named").getMaxBytes()).isEqualTo(1_000_000);
            assertThat(configuration(container, "named").getExpiryPolicyFactory())
                    .isEqualTo(EternalExpiryPolicy.factoryOf());
        }
    }

    @Dependent
    static class AtInjection {
        final Cache<String, Integer> ofConstructor;

        @Inject
        @NamedCache("field")
        @CacheSettings(timeToLiveSeconds = 5)
        Cache<String, Long> ofField;

        @Inject
        AtInjection(
                @NamedCache("constructor") @CacheSettings(timeToLiveSeconds = 6) Cache<String, Integer> ofConstructor) {
            this.ofConstructor = ofConstructor;
        }
    }

    @Test
    void whatStandsAtAFieldOrAParameterHoldsForTheCacheThatIsInjectedThere() {
        try (Container container = Container.of(AtInjection.class)) {
            AtInjection bean = container.bean(AtInjection.class);
            assertThat(bean.ofField.getName()).isEqualTo("field");
            assertThat(bean.ofConstructor.getName()).isEqualTo("constructor");
            assertThat(configuration(container, "field").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(5));
            assertThat(configuration(container, "field").getValueType()).isEqualTo(Long.class);
            assertThat(configuration(container, "constructor").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(6));
            assertThat(configuration(container, "constructor").getKeyType()).isEqualTo(String.class);
        }
    }

    @ApplicationScoped
    static class OtherRates {
        @CacheRemoveAll(cacheName = "rates")
        @CacheSettings(timeToLiveSeconds = 301)
        void clear() {}
    }

    @ApplicationScoped
    static class SameRates {
        @CacheRemoveAll(cacheName = "rates")
        @CacheSettings(timeToLiveSeconds = 300, jitter = 0.1, maxEntries = 10_000, statistics = true)
        void clear() {}
    }

    @Test
    void settingsThatSayDifferentThingsOfOneCacheFailTheDeploymentNamingBothPlaces() {
        assertThatThrownBy(() -> Container.of(Rates.class, OtherRates.class))
                .hasStackTraceContaining("cache 'rates'")
                .hasStackTraceContaining("Rates.rate(String)")
                .hasStackTraceContaining("OtherRates.clear()")
                .hasStackTraceContaining("say different things");
    }

    @Test
    void settingsThatSayTheSameOfOneCacheAreFine() {
        try (Container container = Container.of(Rates.class, SameRates.class)) {
            assertThat(larder(container, "rates").getMaxEntries()).isEqualTo(10_000);
        }
    }

    @ApplicationScoped
    static class Wrong {
        @CacheResult(cacheName = "a")
        @CacheSettings(timeToLiveSeconds = 1, timeOfDay = "14:30:00")
        String a(String key) {
            return key;
        }

        @CacheResult(cacheName = "b")
        @CacheSettings(timeOfDay = "2 pm")
        String b(String key) {
            return key;
        }

        @CacheResult(cacheName = "c")
        @CacheSettings(date = "2026-12-31")
        String c(String key) {
            return key;
        }

        @CacheResult(cacheName = "d")
        @CacheSettings(jitter = 0.5)
        String d(String key) {
            return key;
        }

        @CacheResult(cacheName = "e")
        @CacheSettings(timeToLiveSeconds = -1)
        String e(String key) {
            return key;
        }

        @CacheResult(cacheName = "f")
        @CacheSettings(maxBytes = -1, maxEntries = -2)
        String f(String key) {
            return key;
        }

        @CacheResult(cacheName = "g")
        @CacheSettings(timeOfDay = "14:30:00", zone = "Atlantis")
        String g(String key) {
            return key;
        }

        @CacheResult(cacheName = "h")
        @CacheSettings(domain = "galaxy")
        String h(String key) {
            return key;
        }

        @CacheResult(cacheName = "i")
        @CacheSettings(domain = "organization")
        String i(String key) {
            return key;
        }

        @CacheSettings(timeToLiveSeconds = 1)
        String j(String key) {
            return key;
        }

        @CacheResult(cacheName = "k")
        @CacheSettings(timeToLiveSeconds = 1, jitter = 2)
        String k(String key) {
            return key;
        }

        @CacheResult(cacheName = "l")
        @CacheSettings(domain = "system:me")
        String l(String key) {
            return key;
        }
    }

    @Test
    void allThatIsWrongFailsTheDeploymentAtOnceAndNamesItsPlace() {
        assertThatThrownBy(() -> Container.of(Wrong.class))
                .hasStackTraceContaining(
                        "Wrong.a(String): @CacheSettings of cache 'a': timeToLiveSeconds and timeOfDay are given; give one of them")
                .hasStackTraceContaining("cache 'b': timeOfDay: '2 pm' is no time of day")
                .hasStackTraceContaining("cache 'c': date: '2026-12-31' is no date")
                .hasStackTraceContaining("cache 'd': jitter shortens lives, and nothing says how long those are")
                .hasStackTraceContaining("cache 'e': timeToLiveSeconds: a time to live must not be negative")
                .hasStackTraceContaining("cache 'f': maxBytes is -1; give at least 1")
                .hasStackTraceContaining("cache 'f': maxEntries is -2; give at least 1")
                .hasStackTraceContaining("cache 'g': timeOfDay: there is no zone 'Atlantis'")
                .hasStackTraceContaining("cache 'h': there is no domain 'galaxy'; the domains are local")
                .hasStackTraceContaining(
                        "cache 'i': domain 'organization' does not say of which organization; write organization:<id>, or configure larder.organization")
                .hasStackTraceContaining("Wrong.j(String) has @CacheSettings that name no cache")
                .hasStackTraceContaining("cache 'k': timeToLiveSeconds: ")
                .hasStackTraceContaining("cache 'l': domain 'system:me': the system domain is one for all");
    }

    @ApplicationScoped
    static class Persistent {
        @CacheResult(cacheName = "kept")
        @CacheSettings(persistent = true)
        String kept(String key) {
            return key;
        }
    }

    @Test
    void whatTheProviderRefusesFailsTheDeploymentWithThePlace() {
        assertThatThrownBy(() -> Container.of(Persistent.class))
                .hasStackTraceContaining("Persistent.kept(String): cache 'kept': it cannot be made as declared: ")
                .hasStackTraceContaining("larder.directory");
    }

    @ApplicationScoped
    static class Mine {
        @CacheResult(cacheName = "mine")
        @CacheSettings(domain = "local:shop", timeToLiveSeconds = 5)
        String mine(String key) {
            return key;
        }

        @CacheRemoveAll(cacheName = "mine")
        void clear() {}
    }

    @Test
    void aCacheOfADomainIsInItsManager() {
        try (Container container = Container.of(Mine.class)) {
            assertThat(container.cache("mine").getCacheManager().getURI()).hasToString("larder:local:shop");
            assertThat(container.bean(Mine.class).mine("a")).isEqualTo("a");
            assertThat(container.cache("mine").iterator()).hasNext();
        }
    }
}
