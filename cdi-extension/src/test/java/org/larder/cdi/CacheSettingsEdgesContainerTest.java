package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.cache.Cache;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.DataCache;
import org.larder.LarderConfiguration;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsData;

/** Settings of which one would not think at once. */
class CacheSettingsEdgesContainerTest {

    @AfterEach
    void forget() {
        System.clearProperty("larder.application");
    }

    @ApplicationScoped
    static class Local {
        @LoadsData(domain = "local:shop", dataType = "local", ttlSeconds = 60)
        @CacheSettings(domain = "local", maxEntries = 10)
        public String load(String rid) {
            return rid;
        }

        @CacheRemoveAll(cacheName = "local")
        @CacheSettings(domain = "local:shop", maxEntries = 10)
        public void clear() {}
    }

    @Test
    void theLocalDomainWithAndWithoutTheIdOfTheApplicationIsTheSame() {
        System.setProperty("larder.application", "shop");
        try (Container container = Container.of(Local.class)) {
            assertThat(container.cache("local").getCacheManager().getURI()).hasToString("larder:local:shop");
        }
    }

    @Test
    void thatOfAnotherApplicationIsAnother() {
        System.setProperty("larder.application", "store");
        assertThatThrownBy(() -> Container.of(Local.class))
                .hasStackTraceContaining("say different things")
                .hasStackTraceContaining("says domain 'local:shop', and the @CacheSettings at");
    }

    @Dependent
    static class Daily {
        @Inject
        @NamedCache("daily")
        @CacheSettings(timeOfDay = "14:30:00")
        DataCache<String> daily;

        @Inject
        @NamedCache("dated")
        @CacheSettings(date = "12-31-2100")
        DataCache<String> dated;

        @Inject
        @NamedCache("eternal")
        @CacheSettings(eternal = true)
        DataCache<String> eternal;
    }

    @Test
    void aDataCacheWithAnotherExpiryThanSecondsFailsTheDeploymentNamingIt() {
        assertThatThrownBy(() -> Container.of(Daily.class))
                .hasStackTraceContaining(
                        "Daily.daily: records of the data cache 'daily' are valid for a number of seconds,"
                                + " and the @CacheSettings at " + Daily.class.getName()
                                + ".daily give timeOfDay; give timeToLiveSeconds instead")
                .hasStackTraceContaining("Daily.dated give date;")
                .hasStackTraceContaining("Daily.eternal give eternal;");
    }

    @ApplicationScoped
    static class Priced {
        @CacheResult(cacheName = "prices")
        public Integer price(String isbn) {
            return isbn.length();
        }
    }

    @Dependent
    static class UsesPrices {
        @Inject
        @NamedCache("prices")
        Cache<String, Integer> prices;

        @Inject
        @NamedCache("prices")
        Cache<Object, Integer> open;
    }

    @Test
    void aCacheInjectedForOtherKeysThanThoseOfItsMethodsIsWarnedOfOnce() {
        try (LogCapture log = new LogCapture(ApplicationCaching.class);
                Container container = Container.of(Priced.class, UsesPrices.class)) {
            assertThat(container.bean(UsesPrices.class).open).isNotNull();

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("cache 'prices' is injected for keys of type java.lang.String at ")
                    .contains("UsesPrices.prices, and used by ")
                    .contains("Priced.price(String), whose keys are made of its parameters");
        }
    }

    @ApplicationScoped
    @CacheSettings(timeToLiveSeconds = 5)
    static class UsesNone {
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void settingsAtAClassWhoseMethodsUseNoCacheFailTheDeployment() {
        assertThatThrownBy(() -> Container.of(UsesNone.class))
                .hasStackTraceContaining(UsesNone.class.getName()
                        + " has @CacheSettings that name no cache, and its methods use none; name one");
    }

    @ApplicationScoped
    @CacheSettings(timeToLiveSeconds = 5)
    static class ExtendsUser extends UsedByParent {
        @CacheResult(cacheName = "child")
        public String child(String key) {
            return key;
        }
    }

    @CacheSettings(timeToLiveSeconds = 5)
    static class UsedByParent {
        @CacheResult(cacheName = "parent")
        public String parent(String key) {
            return key;
        }
    }

    @Test
    void thoseAtAClassAndAtItsParentAreBothOfUse() {
        try (Container container = Container.of(ExtendsUser.class)) {
            assertThat(container.bean(ExtendsUser.class).parent("a")).isEqualTo("a");
        }
    }

    @CacheSettings(maxEntries = 7)
    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Small {}

    @Small
    @ApplicationScoped
    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface SmallService {}

    @SmallService
    static class OfStereotype {
        @CacheResult(cacheName = "of stereotype")
        public String kept(String key) {
            return key;
        }
    }

    @SmallService
    static class OfStereotypeWithoutCaches {
        public String echo(String text) {
            return text;
        }
    }

    @SmallService
    @CacheSettings(maxEntries = 8)
    static class WithOwn {
        @CacheResult(cacheName = "with own")
        public String kept(String key) {
            return key;
        }
    }

    @SmallService
    @CacheSettings(cache = "another", maxEntries = 9)
    static class WithOwnForAnother {
        @CacheResult(cacheName = "beside another")
        public String kept(String key) {
            return key;
        }
    }

    @Test
    void thoseOfAStereotypeHoldForClassesThatHaveNone() {
        try (Container container = Container.of(
                OfStereotype.class, OfStereotypeWithoutCaches.class, WithOwn.class, WithOwnForAnother.class)) {
            assertThat(maxEntries(container, "beside another")).isEqualTo(7);
            assertThat(maxEntries(container, "another")).isEqualTo(9);
            assertThat(maxEntries(container, "of stereotype")).isEqualTo(7);
            assertThat(maxEntries(container, "with own")).isEqualTo(8);
        }
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private static Long maxEntries(Container container, String cache) {
        return container
                .cache(cache)
                .getConfiguration(LarderConfiguration.class)
                .getMaxEntries();
    }
}
