package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import java.lang.annotation.Annotation;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CacheMethodDetails;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.GeneratedCacheKey;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;
import org.larder.cdi.intercept.CacheResultInterceptor;

/** What keeps an application from being deployed, and what it is only told. */
class CacheDeploymentContainerTest {

    @ApplicationScoped
    static class WrongTwice {
        @CacheResult
        void nothing(String key) {}

        @CachePut
        void unclear(String key, String value) {}
    }

    @ApplicationScoped
    static class WrongToo {
        @CacheResult
        @CachePut
        String two(String key) {
            return key;
        }
    }

    static class NeedsParameter implements CacheKeyGenerator {
        NeedsParameter(String parameter) {
            assertThat(parameter).isNotNull();
        }

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return MethodKey.of();
        }
    }

    abstract static class Abstract implements CacheResolverFactory {}

    @ApplicationScoped
    static class Unmakeable {
        @CacheResult(cacheKeyGenerator = NeedsParameter.class)
        String keyed(String key) {
            return key;
        }

        @CacheResult(cacheResolverFactory = Abstract.class)
        String resolved(String key) {
            return key;
        }
    }

    static class Factory implements CacheResolverFactory {
        @Override
        public CacheResolver getCacheResolver(CacheMethodDetails<? extends Annotation> details) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CacheResolver getExceptionCacheResolver(CacheMethodDetails<CacheResult> details) {
            throw new UnsupportedOperationException();
        }
    }

    @Dependent
    static class One extends Factory {}

    @Dependent
    static class Another extends Factory {}

    @ApplicationScoped
    static class Ambiguous {
        @CacheResult(cacheResolverFactory = Factory.class)
        String resolved(String key) {
            return key;
        }
    }

    /** What no cache that keeps copies can keep. */
    static final class Unstorable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"}) // on purpose
        private final Object state = new Object();
    }

    @ApplicationScoped
    static class KeepsUnstorable {
        private int calls;

        @CacheResult(cacheName = "unstorable", exceptionCacheName = "unstorable exceptions")
        String fail(String key) {
            calls++;
            throw new Unstorable();
        }

        @CacheResult(cacheName = "unstorable")
        int other(String key) {
            return calls;
        }

        int calls() {
            return calls;
        }
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> Container.of(WrongTwice.class, WrongToo.class).close())
                .hasStackTraceContaining("WrongTwice.nothing(String): it returns nothing")
                .hasStackTraceContaining("WrongTwice.unclear(String, String): it does not tell")
                .hasStackTraceContaining("WrongToo.two(String) has @CacheResult and @CachePut");
    }

    @Test
    void generatorsAndFactoriesThatCannotBeMadeAreToldOf() {
        assertThatThrownBy(() -> Container.of(Unmakeable.class).close())
                .hasStackTraceContaining("Unmakeable.keyed(String): its cacheKeyGenerator cannot be made")
                .hasStackTraceContaining("NeedsParameter is no bean and has no constructor without parameters")
                .hasStackTraceContaining("Unmakeable.resolved(String): its cacheResolverFactory cannot be made")
                .hasStackTraceContaining("Abstract is no bean and abstract");
        assertThatThrownBy(() ->
                        Container.of(Ambiguous.class, One.class, Another.class).close())
                .hasStackTraceContaining("Ambiguous.resolved(String)")
                .hasStackTraceContaining("several beans are a " + Factory.class.getName());
    }

    @Test
    void anExceptionThatCannotBeKeptReachesTheCallerAndIsWarnedOfOnce() {
        try (LogCapture log = new LogCapture(CacheResultInterceptor.class.getPackageName() + ".Results");
                Container container = Container.of(KeepsUnstorable.class)) {
            KeepsUnstorable bean = container.bean(KeepsUnstorable.class);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> bean.fail("k"))
                        .isInstanceOf(Unstorable.class)
                        .hasNoSuppressedExceptions();
            }
            assertThat(bean.calls()).isEqualTo(3);
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("KeepsUnstorable.fail(String)")
                    .contains("Unstorable cannot be kept in the cache 'unstorable exceptions'")
                    .contains("nonCachedExceptions");
        }
    }

    @Test
    void methodsThatGetEachOthersResultsAreWarnedOfOnce() {
        try (LogCapture log = new LogCapture(ApplicationCaching.class);
                Container container = Container.of(KeepsUnstorable.class)) {
            container.bean(KeepsUnstorable.class).other("a");
            container.bean(KeepsUnstorable.class).other("b");
            assertThat(log.messages())
                    .filteredOn(message -> message.contains("share the cache 'unstorable'"))
                    .hasSize(1);
        }
    }
}
