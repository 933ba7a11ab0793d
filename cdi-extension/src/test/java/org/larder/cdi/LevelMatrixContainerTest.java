package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Stereotype;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.MethodKey;

/** The four annotations × where they stand: method, class, stereotype, stereotype of a stereotype, superclass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelMatrixContainerTest {

    /** What all beans here do. */
    interface Act {
        String act(String key, String value);
    }

    @Stereotype
    @CacheResult(cacheName = "levels")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Results {}

    @Stereotype
    @CachePut(cacheName = "levels")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Puts {}

    @Stereotype
    @CacheRemove(cacheName = "levels")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Removes {}

    @Stereotype
    @CacheRemoveAll(cacheName = "levels")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Empties {}

    @Results
    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Repository {}

    @InterceptorBinding
    @CacheResult(cacheName = "levels")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface Cached {}

    @Dependent
    @CacheResult(cacheName = "levels")
    static class ResultOfClass implements Act {
        @Override
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    @Dependent
    @CachePut(cacheName = "levels")
    static class PutOfClass implements Act {
        @Override
        public String act(@CacheKey String key, @CacheValue String value) {
            return value;
        }
    }

    @Dependent
    @CacheRemove(cacheName = "levels")
    static class RemoveOfClass implements Act {
        @Override
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    @Dependent
    @CacheRemoveAll(cacheName = "levels")
    static class RemoveAllOfClass implements Act {
        @Override
        public String act(String key, String value) {
            return value;
        }
    }

    @Dependent
    @Results
    static class ResultOfStereotype implements Act {
        @Override
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    @Dependent
    @Puts
    static class PutOfStereotype implements Act {
        @Override
        public String act(@CacheKey String key, @CacheValue String value) {
            return value;
        }
    }

    @Dependent
    @Removes
    static class RemoveOfStereotype implements Act {
        @Override
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    @Dependent
    @Empties
    static class RemoveAllOfStereotype implements Act {
        @Override
        public String act(String key, String value) {
            return value;
        }
    }

    @Dependent
    @Repository
    static class ResultOfStereotypeOfStereotype implements Act {
        @Override
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    @Dependent
    static class ResultOfBinding implements Act {
        @Override
        @Cached
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    abstract static class Base implements Act {
        @Override
        @CacheResult(cacheName = "levels")
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    @Dependent
    static class ResultInherited extends Base {}

    @Dependent
    @CacheDefaults(cacheName = "levels")
    static class OverriddenWithAnother extends Base {
        @Override
        @CachePut
        public String act(@CacheKey String key, @CacheValue String value) {
            return value;
        }
    }

    @Dependent
    static class OverriddenWithNone extends Base {
        @Override
        public String act(String key, String value) {
            return value;
        }
    }

    @Dependent
    @CacheRemoveAll(cacheName = "levels")
    static class MethodBeatsClass implements Act {
        @Override
        @CachePut(cacheName = "levels")
        public String act(@CacheKey String key, @CacheValue String value) {
            return value;
        }
    }

    @Dependent
    @Empties
    static class MethodBeatsStereotype implements Act {
        @Override
        @CacheResult(cacheName = "levels")
        public String act(@CacheKey String key, String value) {
            return value;
        }
    }

    private static final Object KEY = MethodKey.of("key");
    private static final Object OTHER = MethodKey.of("other");
    private static final Map<Object, Object> FOUND = Map.of(KEY, "old", OTHER, "old");
    private static final Map<Object, Object> PUT = Map.of(KEY, "new", OTHER, "old");
    private static final Map<Object, Object> REMOVED = Map.of(OTHER, "old");

    record Row(Class<? extends Act> bean, String returned, Map<Object, Object> left) {}

    static List<Row> rows() {
        return List.of(
                new Row(ResultOfClass.class, "old", FOUND),
                new Row(PutOfClass.class, "new", PUT),
                new Row(RemoveOfClass.class, "new", REMOVED),
                new Row(RemoveAllOfClass.class, "new", Map.of()),
                new Row(ResultOfStereotype.class, "old", FOUND),
                new Row(PutOfStereotype.class, "new", PUT),
                new Row(RemoveOfStereotype.class, "new", REMOVED),
                new Row(RemoveAllOfStereotype.class, "new", Map.of()),
                new Row(ResultOfStereotypeOfStereotype.class, "old", FOUND),
                new Row(ResultOfBinding.class, "old", FOUND),
                new Row(ResultInherited.class, "old", FOUND),
                new Row(OverriddenWithAnother.class, "new", PUT),
                new Row(OverriddenWithNone.class, "new", FOUND),
                new Row(MethodBeatsClass.class, "new", PUT),
                new Row(MethodBeatsStereotype.class, "old", FOUND));
    }

    private Container container;
    private Cache<Object, Object> cache;

    @BeforeAll
    void start() {
        Class<?>[] beans = rows().stream().map(Row::bean).toArray(Class<?>[]::new);
        container = Container.of(beans);
        cache = container.cache("levels");
    }

    @AfterAll
    void stop() {
        container.close();
    }

    @BeforeEach
    void fill() {
        cache.put(KEY, "old");
        cache.put(OTHER, "old");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theAnnotationIsCarriedOutWhereverItStands(Row row) {
        assertThat(container.bean(row.bean()).act("key", "new")).isEqualTo(row.returned());
        Map<Object, Object> content = new HashMap<>();
        cache.forEach(entry -> content.put(entry.getKey(), entry.getValue()));
        assertThat(content).isEqualTo(row.left());
    }
}
