package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.MethodKey;

/** The annotations with a key × which parameters are the key × which is the value. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParameterMatrixContainerTest {

    @ApplicationScoped
    @CacheDefaults(cacheName = "parameters")
    static class Bean {

        @CacheResult
        String result(String a, String b, String c) {
            return "new";
        }

        @CacheResult
        String resultOfFirst(@CacheKey String a, String b, String c) {
            return "new";
        }

        @CacheResult
        String resultOfLast(String a, String b, @CacheKey String c) {
            return "new";
        }

        @CacheResult
        String resultOfOuter(@CacheKey String a, String b, @CacheKey String c) {
            return "new";
        }

        @CacheResult
        String resultOfNone() {
            return "new";
        }

        @CacheRemove
        void remove(String a, String b, String c) {}

        @CacheRemove
        void removeOfMiddle(String a, @CacheKey String b, String c) {}

        @CacheRemove
        void removeOfFirstTwo(@CacheKey String a, @CacheKey String b, String c) {}

        @CachePut
        void putFirst(@CacheValue String a, String b, String c) {}

        @CachePut
        void putMiddle(String a, @CacheValue String b, String c) {}

        @CachePut
        void putLast(String a, String b, @CacheValue String c) {}

        @CachePut
        void putMiddleForLast(String a, @CacheValue String b, @CacheKey String c) {}

        @CachePut
        void putWhatIsNoKey(@CacheKey String a, String b, @CacheKey String c) {}

        @CachePut
        void putItself(@CacheKey @CacheValue String a, String b, String c) {}

        @CachePut
        void putOnly(String a) {}
    }

    record Row(String method, Object key, String value) {

        boolean isRemoval() {
            return value == null;
        }
    }

    static List<Row> rows() {
        return List.of(
                new Row("result", MethodKey.of("a", "b", "c"), "new"),
                new Row("resultOfFirst", MethodKey.of("a"), "new"),
                new Row("resultOfLast", MethodKey.of("c"), "new"),
                new Row("resultOfOuter", MethodKey.of("a", "c"), "new"),
                new Row("resultOfNone", MethodKey.of(), "new"),
                new Row("remove", MethodKey.of("a", "b", "c"), null),
                new Row("removeOfMiddle", MethodKey.of("b"), null),
                new Row("removeOfFirstTwo", MethodKey.of("a", "b"), null),
                new Row("putFirst", MethodKey.of("b", "c"), "a"),
                new Row("putMiddle", MethodKey.of("a", "c"), "b"),
                new Row("putLast", MethodKey.of("a", "b"), "c"),
                new Row("putMiddleForLast", MethodKey.of("c"), "b"),
                new Row("putWhatIsNoKey", MethodKey.of("a", "c"), "b"),
                new Row("putItself", MethodKey.of("a"), "a"),
                new Row("putOnly", MethodKey.of(), "a"));
    }

    private Container container;
    private Cache<Object, Object> cache;

    @BeforeAll
    void start() {
        container = Container.of(Bean.class);
        cache = container.cache("parameters");
    }

    @AfterAll
    void stop() {
        container.close();
    }

    @BeforeEach
    void clear() {
        cache.clear();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theRightParametersAreTheKeyAndTheValue(Row row) throws Exception {
        if (row.isRemoval()) {
            cache.put(row.key(), "old");
        }
        call(row);
        assertThat(content()).isEqualTo(row.isRemoval() ? Map.of() : Map.of(row.key(), row.value()));
    }

    private void call(Row row) throws Exception {
        Method method = Arrays.stream(Bean.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(row.method()))
                .findFirst()
                .orElseThrow();
        Object[] parameters =
                List.of("a", "b", "c").subList(0, method.getParameterCount()).toArray();
        method.invoke(container.bean(Bean.class), parameters);
    }

    private Map<Object, Object> content() {
        Map<Object, Object> content = new HashMap<>();
        cache.forEach(entry -> content.put(entry.getKey(), entry.getValue()));
        return content;
    }
}
