package org.larder.cdi.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.GeneratedCacheKey;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;

class SharedCachesTest {

    static class Customers {
        @CacheResult(cacheName = "shared")
        String find(String id) {
            return id;
        }

        @CacheResult(cacheName = "boxed")
        int a(int key) {
            return key;
        }
    }

    static class SameType {
        @CacheResult(cacheName = "shared")
        Optional<String> get(@CacheKey String id, boolean fresh) {
            return Optional.of(id);
        }

        @CacheResult(cacheName = "shared")
        CompletionStage<String> later(String id) {
            throw new UnsupportedOperationException();
        }
    }

    static class OtherType {
        @CacheResult(cacheName = "shared")
        List<String> list(String id) {
            return List.of(id);
        }

        @CacheResult(cacheName = "boxed")
        long b(Integer key) {
            return key;
        }
    }

    static class OtherKeys {
        @CacheResult(cacheName = "shared")
        List<String> list(String id, int page) {
            return List.of(id);
        }

        @CacheResult(cacheName = "shared", cacheKeyGenerator = Own.class)
        List<String> keyed(String id) {
            return List.of(id);
        }
    }

    static class Own implements CacheKeyGenerator {
        @Override
        public GeneratedCacheKey generateCacheKey(
                CacheKeyInvocationContext<? extends java.lang.annotation.Annotation> context) {
            return MethodKey.of();
        }
    }

    @CacheDefaults(cacheName = "defaults")
    static class ByDefault {
        @CacheResult
        String a(String key) {
            return key;
        }

        @CacheResult
        String b(String key) {
            return key;
        }
    }

    @CacheDefaults(cacheName = "defaults")
    static class Renewing {
        @CacheResult
        String find(String key) {
            return key;
        }

        @CacheResult(skipGet = true)
        String renew(String key) {
            return key;
        }
    }

    private static List<String> warningsOf(Class<?>... types) {
        List<String> warnings = new ArrayList<>();
        List<CachedMethod> methods = Arrays.stream(types)
                .flatMap(type -> CachedMethod.of(type, problem -> {}, warnings::add).values().stream())
                .toList();
        SharedCaches.warn(methods, warnings::add);
        return warnings;
    }

    @Test
    void resultsOfOneTypeMayShareACache() {
        assertThat(warningsOf(Customers.class, SameType.class)).isEmpty();
    }

    @Test
    void resultsOfTwoTypesMayNot() {
        assertThat(warningsOf(Customers.class, OtherType.class))
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning)
                        .contains("Customers.find(String)")
                        .contains("OtherType.list(String)")
                        .contains("share the cache 'shared'")
                        .contains("cacheName of its own"))
                .anySatisfy(warning ->
                        assertThat(warning).contains("Customers.a(int)").contains("OtherType.b(Integer)"));
    }

    @Test
    void keysOfAnotherFormOrOfTheApplicationDoNotMeet() {
        assertThat(warningsOf(Customers.class, OtherKeys.class)).isEmpty();
    }

    @Test
    void methodsOfAClassThatShareItsDefaultUnaskedAreWarnedOf() {
        assertThat(warningsOf(ByDefault.class))
                .singleElement()
                .asString()
                .contains("ByDefault.a(String)")
                .contains("ByDefault.b(String)");
    }

    @Test
    void whatOnlyRenewsMayShareTheDefault() {
        assertThat(warningsOf(Renewing.class)).isEmpty();
    }
}
