package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheInvocationContext;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CacheMethodDetails;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import javax.cache.annotation.GeneratedCacheKey;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;

/** Key generators and resolvers of the application. */
class CustomKeysContainerTest {

    /** Keys without regard to case; a plain class. */
    static class Lowercase implements CacheKeyGenerator {
        static final AtomicInteger MADE = new AtomicInteger();

        private Lowercase() {
            MADE.incrementAndGet();
        }

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return MethodKey.of(Arrays.stream(context.getKeyParameters())
                    .map(parameter -> String.valueOf(parameter.getValue()).toLowerCase(Locale.ROOT))
                    .toArray());
        }
    }

    @ApplicationScoped
    static class Prefix {
        String prefix() {
            return "prefix";
        }
    }

    /** Keys with a prefix from another bean; a dependent bean. */
    @Dependent
    static class Prefixed implements CacheKeyGenerator {
        static final List<String> EVENTS = new CopyOnWriteArrayList<>();

        @Inject
        private Prefix prefix;

        Prefixed() {
            EVENTS.add("made");
        }

        @PreDestroy
        void destroy() {
            EVENTS.add("destroyed");
        }

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return MethodKey.of(prefix.prefix(), context.getKeyParameters()[0].getValue());
        }
    }

    static class NoKeys implements CacheKeyGenerator {
        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return null;
        }
    }

    /** Resolves all caches to one, and tells what it was asked. */
    @ApplicationScoped
    static class Resolvers implements CacheResolverFactory {
        static final List<String> ASKED = new CopyOnWriteArrayList<>();

        @Inject
        private ApplicationCaching caching;

        @Override
        public CacheResolver getCacheResolver(CacheMethodDetails<? extends Annotation> details) {
            ASKED.add("resolver of " + details.getMethod().getName() + " for " + details.getCacheName());
            return resolver("resolved");
        }

        @Override
        public CacheResolver getExceptionCacheResolver(CacheMethodDetails<CacheResult> details) {
            ASKED.add("exceptions of "
                    + details.getMethod().getName()
                    + " for "
                    + details.getCacheAnnotation().exceptionCacheName());
            return resolver("resolved exceptions");
        }

        private CacheResolver resolver(String name) {
            return new CacheResolver() {
                @Override
                @SuppressWarnings("unchecked") // as the interface has it
                public <K, V> Cache<K, V> resolveCache(CacheInvocationContext<? extends Annotation> context) {
                    return (Cache<K, V>) caching.caches().cache(name);
                }
            };
        }
    }

    /** Tells all that its context says. */
    static class Curious implements CacheKeyGenerator {
        static final List<String> SEEN = new CopyOnWriteArrayList<>();

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            SEEN.clear();
            SEEN.add(context.getMethod().getName());
            SEEN.add(context.getCacheName());
            SEEN.add(context.getCacheAnnotation().annotationType().getSimpleName());
            SEEN.add(context.getAnnotations().stream()
                    .map(annotation -> annotation.annotationType().getSimpleName())
                    .sorted()
                    .collect(Collectors.joining(",")));
            SEEN.add("all " + told(context.getAllParameters()));
            SEEN.add("keys " + told(context.getKeyParameters()));
            SEEN.add("value " + (context.getValueParameter() == null ? "none" : told(context.getValueParameter())));
            SEEN.add(String.valueOf(context.getTarget() instanceof Bean));
            SEEN.add(String.valueOf(context.unwrap(InvocationContext.class).getParameters().length));
            assertThat(context.unwrap(CacheKeyInvocationContext.class)).isSameAs(context);
            assertThatThrownBy(() -> context.unwrap(String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no java.lang.String");
            return MethodKey.of();
        }

        private static String told(CacheInvocationParameter... parameters) {
            return Arrays.stream(parameters)
                    .map(each -> each.getParameterPosition()
                            + each.getRawType().getSimpleName()
                            + each.getValue()
                            + each.getAnnotations().size())
                    .collect(Collectors.joining(" "));
        }
    }

    @ApplicationScoped
    @CacheDefaults(cacheName = "custom", cacheKeyGenerator = Lowercase.class)
    static class Bean {

        @CacheResult
        String find(String key) {
            return key;
        }

        @CacheResult(cacheKeyGenerator = Prefixed.class)
        String findPrefixed(String key) {
            return key;
        }

        @CachePut
        void put(String key, @CacheValue String value) {}

        @CacheRemove
        void remove(String key) {}

        @CacheRemoveAll
        void removeAll() {}

        @CacheResult(cacheKeyGenerator = NoKeys.class)
        String withoutKey(String key) {
            return key;
        }

        @CacheResult(cacheName = "told", cacheKeyGenerator = Curious.class)
        Integer told(@CacheKey int number, String text) {
            return number;
        }

        @CacheResult(cacheResolverFactory = Resolvers.class)
        String resolved(String key) {
            return key;
        }

        @CachePut(cacheName = "told", cacheKeyGenerator = Curious.class)
        void putTold(String text, @CacheValue int number) {}
    }

    @ApplicationScoped
    @CacheDefaults(cacheName = "unresolved", cacheResolverFactory = Resolvers.class)
    static class ResolvedBean {

        @CacheResult(exceptionCacheName = "failures")
        String find(String key) {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            return key;
        }

        @CachePut
        void put(String key, @CacheValue String value) {}

        @CacheRemove
        void remove(String key) {}

        @CacheRemoveAll
        void removeAll() {}
    }

    private static Container start() {
        return Container.of(Bean.class, Prefix.class, Prefixed.class, Resolvers.class, ResolvedBean.class);
    }

    @Test
    void aPlainGeneratorIsMadeOnceForAllMethods() {
        Lowercase.MADE.set(0);
        try (Container container = start()) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.find("Ab")).isEqualTo("Ab");
            assertThat(bean.find("aB")).isEqualTo("Ab");
            bean.put("AB", "put");
            assertThat(bean.find("ab")).isEqualTo("put");
            bean.remove("AB");
            assertThat(container.cache("custom")).isEmpty();
            assertThat(Lowercase.MADE).hasValue(1);
        }
    }

    @Test
    void aGeneratorThatIsABeanIsMadeOnceAndDestroyedWithTheApplication() {
        Prefixed.EVENTS.clear();
        try (Container container = start()) {
            Bean bean = container.bean(Bean.class);
            bean.findPrefixed("a");
            bean.findPrefixed("b");
            assertThat(container.cache("custom").containsKey(MethodKey.of("prefix", "a")))
                    .isTrue();
            assertThat(Prefixed.EVENTS).containsExactly("made");
        }
        assertThat(Prefixed.EVENTS).containsExactly("made", "destroyed");
    }

    @Test
    void aGeneratorMustMakeAKey() {
        try (Container container = start()) {
            Bean bean = container.bean(Bean.class);
            assertThatThrownBy(() -> bean.withoutKey("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Bean.withoutKey(String)")
                    .hasMessageContaining("NoKeys made no key");
        }
    }

    @Test
    void aGeneratorIsToldAllOfACall() {
        try (Container container = start()) {
            Bean bean = container.bean(Bean.class);
            bean.told(1, "text");
            assertThat(Curious.SEEN)
                    .containsExactly(
                            "told",
                            "told",
                            "CacheResult",
                            "CacheResult",
                            "all 0int11 1Stringtext0",
                            "keys 0int11",
                            "value none",
                            "true",
                            "2");
            bean.putTold("text", 2);
            assertThat(Curious.SEEN)
                    .containsExactly(
                            "putTold",
                            "told",
                            "CachePut",
                            "CachePut",
                            "all 0Stringtext0 1int21",
                            "keys 0Stringtext0",
                            "value 1int21",
                            "true",
                            "2");
        }
    }

    @Test
    void aResolverIsAskedForOncePerMethodAndDecides() {
        Resolvers.ASKED.clear();
        try (Container container = start()) {
            ResolvedBean bean = container.bean(ResolvedBean.class);
            bean.find("a");
            bean.find("a");
            bean.find("b");
            assertThat(container.cache("resolved")).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> bean.find("")).hasMessage("empty");
            }
            assertThat(container.cache("resolved exceptions")).hasSize(1);
            bean.put("a", "put");
            assertThat(bean.find("a")).isEqualTo("put");
            bean.remove("a");
            assertThat(container.cache("resolved")).hasSize(1);
            bean.removeAll();
            assertThat(container.cache("resolved")).isEmpty();
            assertThat(Resolvers.ASKED)
                    .containsExactly(
                            "resolver of find for unresolved",
                            "exceptions of find for failures",
                            "resolver of put for unresolved",
                            "resolver of remove for unresolved",
                            "resolver of removeAll for unresolved");
        }
    }

    @Test
    void aResolverOfAMethodDecidesForThatMethodOnly() {
        try (Container container = start()) {
            Bean bean = container.bean(Bean.class);
            bean.resolved("a");
            assertThat(container.cache("resolved")).hasSize(1);
            bean.find("a");
            bean.find("b");
            assertThat(container.cache("resolved")).hasSize(1);
            assertThat(container.cache("custom")).hasSize(2);
        }
    }

    @Test
    void aCacheThatWasClosedIsAskedForAgain() {
        try (Container container = start()) {
            Bean bean = container.bean(Bean.class);
            bean.find("a");
            Cache<Object, Object> cache = container.cache("custom");
            cache.getCacheManager().destroyCache("custom");
            assertThat(bean.find("a")).isEqualTo("a");
            assertThat(container.cache("custom")).isNotSameAs(cache).hasSize(1);
        }
    }
}
