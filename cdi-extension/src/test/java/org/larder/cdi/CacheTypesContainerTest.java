package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.larder.DataCache;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;

/** What loaders and injection points say of the types of keys and values. */
class CacheTypesContainerTest {

    @ApplicationScoped
    static class Lengths {
        @LoadsCache("lengths")
        public int length(String text) {
            return text.length();
        }
    }

    @Dependent
    static class OfOtherKeys {
        @Inject
        @NamedCache("lengths")
        Cache<Long, Integer> lengths;
    }

    @Dependent
    static class OfOtherValues {
        @Inject
        @NamedCache("lengths")
        Cache<?, Long> lengths;
    }

    @Test
    void aCacheInjectedWithOtherTypesThanItIsLoadedWithFailsTheDeploymentNamingBothPlaces() {
        assertThatThrownBy(() -> Container.of(Lengths.class, OfOtherKeys.class, OfOtherValues.class))
                .hasStackTraceContaining("cache 'lengths' is injected with other types than it is loaded with: "
                        + "java.lang.Long and java.lang.Integer at " + OfOtherKeys.class.getName()
                        + ".lengths, and java.lang.String and java.lang.Integer at " + Lengths.class.getName()
                        + ".length(String); let them be the same")
                .hasStackTraceContaining("java.lang.Object and java.lang.Long at " + OfOtherValues.class.getName());
    }

    @Dependent
    static class AsData {
        @Inject
        @NamedCache("lengths")
        DataCache<Integer> lengths;
    }

    @Test
    void soDoesADataCacheThatIsLoadedWithoutRecords() {
        assertThatThrownBy(() -> Container.of(Lengths.class, AsData.class))
                .hasStackTraceContaining("java.lang.String and org.larder.CachedData at " + AsData.class.getName()
                        + ".lengths, and java.lang.String and java.lang.Integer at " + Lengths.class.getName());
    }

    @Dependent
    static class OfLoader {
        @Inject
        @NamedCache("lengths")
        Cache<String, Integer> lengths;

        @Inject
        @NamedCache("lengths")
        Cache<?, ?> any;
    }

    @Test
    void theSameTypesAndThoseLeftOpenAreFine() {
        try (Container container = Container.of(Lengths.class, OfLoader.class)) {
            assertThat(container.bean(OfLoader.class).lengths.get("abc")).isEqualTo(3);
            assertThat(container.bean(OfLoader.class).any).isSameAs(container.bean(OfLoader.class).lengths);
        }
    }

    @Dependent
    static class KeyKnown {
        @Inject
        @NamedCache("half")
        Cache<String, ?> half;
    }

    @Dependent
    static class ValueKnown {
        @Inject
        @NamedCache("half")
        Cache<?, Long> half;
    }

    @Dependent
    static class OtherKeyKnown {
        @Inject
        @NamedCache("half")
        Cache<Integer, ?> half;
    }

    @Test
    void whatOnePlaceLeavesOpenAnotherOneSays() {
        try (Container container = Container.of(KeyKnown.class, ValueKnown.class)) {
            Cache<?, ?> cache = container.bean(ValueKnown.class).half;

            assertThat(container.bean(CacheManager.class).getCache("half", String.class, Long.class))
                    .isSameAs(cache);
        }
    }

    @Test
    void differentKeysFailTheDeploymentAlsoWhereValuesAreLeftOpen() {
        assertThatThrownBy(() -> Container.of(KeyKnown.class, ValueKnown.class, OtherKeyKnown.class))
                .hasStackTraceContaining("cache 'half' is injected with different types: java.lang.")
                .hasStackTraceContaining("java.lang.String and java.lang.Object at " + KeyKnown.class.getName())
                .hasStackTraceContaining("java.lang.Integer and java.lang.Object at " + OtherKeyKnown.class.getName());
    }

    @ApplicationScoped
    static class Names {
        @LoadsData(domain = "", dataType = "names", ttlSeconds = 60)
        public String name(String rid) {
            return rid;
        }
    }

    @Dependent
    static class UsesNames {
        @Inject
        @NamedCache("names")
        Instance<DataCache<String>> names;
    }

    @Test
    void aDataCacheThatSomebodyReplacedByACacheOfOtherTypesIsAnErrorThatNamesTheInjectionPoint() {
        try (Container container = Container.of(Names.class, UsesNames.class)) {
            CacheManager manager = container.bean(CacheManager.class);
            manager.destroyCache("names");
            manager.createCache("names", new MutableConfiguration<Long, Long>().setTypes(Long.class, Long.class));

            Instance<DataCache<String>> names = container.bean(UsesNames.class).names;
            assertThatThrownBy(names::get)
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("names")
                    .hasMessageContaining("cannot be injected: cache 'names' is of java.lang.Long and java.lang.Long");
        }
    }

    /** Not final and not abstract, as are those that applications extend. */
    static class Loader<K, V> {
        @LoadsCache("inherited")
        public V load(K key) {
            throw new UnsupportedOperationException(String.valueOf(key));
        }
    }

    @ApplicationScoped
    static class Concrete extends Loader<String, Integer> {
        @Override
        @LoadsCache("inherited")
        public Integer load(String key) {
            return key.length();
        }
    }

    @Dependent
    static class UsesInherited {
        @Inject
        @NamedCache("inherited")
        Cache<String, Integer> inherited;
    }

    @Test
    void aLoaderThatOverridesOneOfAGenericClassIsTheOnlyOneAndHasTypesOfItsOwn() {
        try (Container container = Container.of(Concrete.class, UsesInherited.class)) {
            Cache<String, Integer> cache = container.bean(UsesInherited.class).inherited;

            assertThat(cache.get("abc")).isEqualTo(3);
            assertThat(container.bean(CacheManager.class).getCache("inherited", String.class, Integer.class))
                    .isSameAs(cache);
        }
    }

    @ApplicationScoped
    static class Inheriting extends Loader<Long, String> {
        private String before = "";

        @Override
        public String load(Long key) {
            before += key;
            return before;
        }
    }

    @Test
    void oneThatOverridesWithoutAnnotationLoadsNothing() {
        try (Container container = Container.of(Inheriting.class, UsesInherited.class)) {
            assertThat(container.bean(UsesInherited.class).inherited.get("abc")).isNull();
        }
    }
}
