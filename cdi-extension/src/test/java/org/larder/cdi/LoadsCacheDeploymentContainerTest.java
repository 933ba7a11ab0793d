package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsCache;

class LoadsCacheDeploymentContainerTest {

    @ApplicationScoped
    static class First {
        @LoadsCache("one")
        String load(String key) {
            return key;
        }
    }

    @ApplicationScoped
    static class Second {
        @LoadsCache("one")
        String find(String key) {
            return key;
        }
    }

    @Test
    void twoMethodsForOneCacheFailTheDeploymentNamingBoth() {
        assertThatThrownBy(() -> Container.of(First.class, Second.class))
                .hasStackTraceContaining("cache 'one': ")
                .hasStackTraceContaining("$First.load(String)")
                .hasStackTraceContaining("$Second.find(String)")
                .hasStackTraceContaining(
                        "both load it; leave one, or one that takes one key and one that takes several");
    }

    @ApplicationScoped
    static class Child extends First {}

    @Test
    void aBeanAndABeanThatInheritsItsMethodFailTheDeploymentNamingBoth() {
        assertThatThrownBy(() -> Container.of(First.class, Child.class))
                .hasStackTraceContaining("cache 'one': ")
                .hasStackTraceContaining("$First.load(String)")
                .hasStackTraceContaining(
                        "$First.load(String) of org.larder.cdi.LoadsCacheDeploymentContainerTest$Child");
    }

    @ApplicationScoped
    static class OtherChild extends First {
        @Override
        String load(String key) {
            return key + "!";
        }
    }

    @Dependent
    static class OneUser {
        @Inject
        @NamedCache("one")
        Cache<String, String> one;
    }

    @Test
    void aBeanOfASubclassThatOverridesTheMethodWithoutAnnotationIsNotInTheWay() {
        try (Container container = Container.of(First.class, OtherChild.class, OneUser.class)) {
            assertThat(container.bean(OneUser.class).one.get("a")).isEqualTo("a");
        }
    }

    @ApplicationScoped
    static class Factory {
        @Produces
        @Dependent
        First first() {
            return new First();
        }
    }

    @Test
    void aClassOfSeveralBeansFailsTheDeploymentNamingThem() {
        assertThatThrownBy(() -> Container.of(First.class, Factory.class))
                .hasStackTraceContaining("$First.load(String) cannot load cache 'one': there are 2 beans of type ")
                .hasStackTraceContaining("$First: ")
                .hasStackTraceContaining("Factory");
    }

    interface Loading {}

    @ApplicationScoped
    @Typed(Loading.class)
    static class Hidden implements Loading {
        @LoadsCache("hidden")
        String load(String key) {
            return key;
        }
    }

    @Test
    void aBeanThatIsNotOfTheTypeOfItsClassFailsTheDeployment() {
        assertThatThrownBy(() -> Container.of(Hidden.class))
                .hasStackTraceContaining("$Hidden.load(String) cannot load cache 'hidden': there is no bean of type ");
    }

    @ApplicationScoped
    static class Wrong {
        @LoadsCache("a")
        String none() {
            return "";
        }

        @LoadsCache("b")
        String two(String first, String second) {
            return "";
        }

        @LoadsCache("c")
        void nothing(String key) {}

        @LoadsCache("d")
        List<String> noMap(Set<String> keys) {
            return List.of();
        }

        @LoadsCache("e")
        Map<Long, String> otherKeys(Collection<String> keys) {
            return Map.of();
        }

        @LoadsCache("f")
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // seen by the extension
        private String hidden(String key) {
            return "";
        }

        @LoadsCache("g")
        static String ofClass(String key) {
            return "";
        }

        @LoadsCache("")
        String nameless(String key) {
            return "";
        }

        @LoadsCache("i")
        Optional<String> optional(String key) {
            return Optional.empty();
        }

        @LoadsCache("j")
        CompletionStage<String> later(String key) {
            return null;
        }

        @LoadsCache(value = "k", refreshAhead = 1)
        String ahead(String key) {
            return "";
        }

        @LoadsCache(value = "l", staleOnErrorSeconds = -1)
        String stale(String key) {
            return "";
        }
    }

    @Test
    void methodsOfWrongFormFailTheDeploymentNamingAll() {
        assertThatThrownBy(() -> Container.of(Wrong.class))
                .hasStackTraceContaining("DeploymentException")
                .hasStackTraceContaining("Wrong.none() cannot load a cache: it has 0 parameters")
                .hasStackTraceContaining("Wrong.two(String, String) cannot load a cache: it has 2 parameters")
                .hasStackTraceContaining("Wrong.nothing(String) cannot load a cache: it returns void")
                .hasStackTraceContaining(
                        "Wrong.noMap(Set) cannot load a cache: it takes several keys and returns java.util.List; let it return a Map")
                .hasStackTraceContaining(
                        "Wrong.otherKeys(Collection) cannot load a cache: it takes keys of type java.lang.String and returns a Map of keys of type java.lang.Long")
                .hasStackTraceContaining("Wrong.hidden(String) cannot load a cache: it is private")
                .hasStackTraceContaining("Wrong.ofClass(String) cannot load a cache: it is static")
                .hasStackTraceContaining("Wrong.nameless(String) cannot load a cache: value is empty")
                .hasStackTraceContaining("Wrong.optional(String) cannot load a cache: it returns java.util.Optional")
                .hasStackTraceContaining(
                        "Wrong.later(String) cannot load a cache: it returns java.util.concurrent.CompletionStage")
                .hasStackTraceContaining("Wrong.ahead(String) cannot load a cache: refreshAhead is 1.0")
                .hasStackTraceContaining("Wrong.stale(String) cannot load a cache: staleOnErrorSeconds is -1");
    }

    @ApplicationScoped
    static class Unequal {
        @LoadsCache("unequal")
        String one(String key) {
            return key;
        }

        @LoadsCache("unequal")
        Map<Long, String> several(Set<Long> keys) {
            return Map.of();
        }

        @LoadsCache("asked")
        String asked(String key) {
            return key;
        }

        @LoadsCache(value = "asked", staleOnErrorSeconds = 5)
        Map<String, String> askedAll(Set<String> keys) {
            return Map.of();
        }
    }

    @Test
    void methodsSideBySideMustBeOfTheSameTypesAndSayTheSame() {
        assertThatThrownBy(() -> Container.of(Unequal.class))
                .hasStackTraceContaining("cache 'unequal': ")
                .hasStackTraceContaining("let the types be the same")
                .hasStackTraceContaining("cache 'asked': ")
                .hasStackTraceContaining(
                        "they say different things of refreshAhead or staleOnErrorSeconds; let them say the same");
    }

    @ApplicationScoped
    static class ByMethod {
        @CacheResult(cacheName = "one")
        String found(String key) {
            return key;
        }
    }

    @Test
    void aLoadedCacheCannotBeThatOfAMethodWhoseKeysAreMadeOfItsParameters() {
        assertThatThrownBy(() -> Container.of(First.class, ByMethod.class))
                .hasStackTraceContaining("cache 'one' is loaded by ")
                .hasStackTraceContaining("$First.load(String), which takes a java.lang.String, and used by ")
                .hasStackTraceContaining("$ByMethod.found(String)");
    }

    @ApplicationScoped
    static class Ahead {
        @LoadsCache(value = "ahead", refreshAhead = 0.8, staleOnErrorSeconds = 60)
        @CacheSettings(timeToLiveSeconds = 300)
        Integer load(String key) {
            return 1;
        }
    }

    @Dependent
    static class AheadUser {
        @Inject
        @NamedCache("ahead")
        Cache<String, Integer> cache;
    }

    @Test
    void refreshAheadAndStaleOnErrorAreThoseOfTheCache() {
        try (Container container = Container.of(Ahead.class, AheadUser.class)) {
            @SuppressWarnings("unchecked") // a class literal knows no type arguments
            LarderConfiguration<String, Integer> configuration =
                    container.bean(AheadUser.class).cache.getConfiguration(LarderConfiguration.class);

            assertThat(configuration.getRefreshAhead()).isEqualTo(0.8);
            assertThat(configuration.getStaleOnError()).isEqualTo(Duration.ofSeconds(60));
        }
    }
}
