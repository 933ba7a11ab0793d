package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.MethodKey;

/** The annotations that change a cache × before or after × the lists of exceptions × how the method ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeMatrixContainerTest {

    /** A refinement of what is included, to be excluded. */
    static final class Excluded extends IllegalStateException {
        private static final long serialVersionUID = 1L;
    }

    @ApplicationScoped
    @CacheDefaults(cacheName = "changes")
    static class Bean {

        @CachePut
        void put(@CacheKey String key, @CacheValue String value, Runnable body) {
            body.run();
        }

        @CachePut(cacheFor = IllegalStateException.class)
        void putFor(@CacheKey String key, @CacheValue String value, Runnable body) {
            body.run();
        }

        @CachePut(noCacheFor = Excluded.class)
        void putNotFor(@CacheKey String key, @CacheValue String value, Runnable body) {
            body.run();
        }

        @CachePut(cacheFor = IllegalStateException.class, noCacheFor = Excluded.class)
        void putForButNot(@CacheKey String key, @CacheValue String value, Runnable body) {
            body.run();
        }

        @CachePut(afterInvocation = false, noCacheFor = IllegalStateException.class)
        void putBefore(@CacheKey String key, @CacheValue String value, Runnable body) {
            body.run();
        }

        @CacheRemove
        void remove(@CacheKey String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemove(evictFor = IllegalStateException.class)
        void removeFor(@CacheKey String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemove(noEvictFor = Excluded.class)
        void removeNotFor(@CacheKey String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemove(evictFor = IllegalStateException.class, noEvictFor = Excluded.class)
        void removeForButNot(@CacheKey String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemove(afterInvocation = false, noEvictFor = IllegalStateException.class)
        void removeBefore(@CacheKey String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemoveAll
        void removeAll(String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemoveAll(evictFor = IllegalStateException.class)
        void removeAllFor(String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemoveAll(noEvictFor = Excluded.class)
        void removeAllNotFor(String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemoveAll(evictFor = IllegalStateException.class, noEvictFor = Excluded.class)
        void removeAllForButNot(String key, String value, Runnable body) {
            body.run();
        }

        @CacheRemoveAll(afterInvocation = false, noEvictFor = IllegalStateException.class)
        void removeAllBefore(String key, String value, Runnable body) {
            body.run();
        }
    }

    /** How a method ends. */
    enum End {
        RETURNS {
            @Override
            void come() {}
        },
        INCLUDED {
            @Override
            void come() {
                throw new IllegalStateException("included");
            }
        },
        EXCLUDED {
            @Override
            void come() {
                throw new Excluded();
            }
        },
        OTHER {
            @Override
            void come() {
                throw new UnsupportedOperationException("neither");
            }
        },
        ERROR {
            @Override
            void come() {
                throw new StackOverflowError("neither");
            }
        };

        abstract void come();
    }

    private static final Map<String, List<End>> CHANGED_AT = Map.of(
            "", List.of(End.RETURNS),
            "For", List.of(End.RETURNS, End.INCLUDED, End.EXCLUDED),
            "NotFor", List.of(End.RETURNS, End.INCLUDED, End.OTHER, End.ERROR),
            "ForButNot", List.of(End.RETURNS, End.INCLUDED),
            "Before", List.of(End.values()));

    record Row(String operation, String variant, End end) {

        boolean isChanged() {
            return CHANGED_AT.getOrDefault(variant, List.of()).contains(end);
        }

        boolean isBefore() {
            return "Before".equals(variant);
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String operation : List.of("put", "remove", "removeAll")) {
            for (String variant : CHANGED_AT.keySet()) {
                for (End end : End.values()) {
                    rows.add(new Row(operation, variant, end));
                }
            }
        }
        return rows;
    }

    private static final Object KEY = MethodKey.of("key");
    private static final Object OTHER = MethodKey.of("other");

    private final Map<String, Map<Object, Object>> afterwards = Map.of(
            "put", Map.of(KEY, "new", OTHER, "old"),
            "remove", Map.of(OTHER, "old"),
            "removeAll", Map.of());

    private Container container;
    private Cache<Object, Object> cache;

    @BeforeAll
    void start() {
        container = Container.of(Bean.class);
        cache = container.cache("changes");
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
    void theCacheChangesWhenItShould(Row row) throws Exception {
        Map<Object, Object> before = content();
        Map<Object, Object> after = afterwards.get(row.operation());
        List<Map<Object, Object>> within = new ArrayList<>();

        Throwable thrown = catchThrowable(() -> call(row, () -> {
            within.add(content());
            row.end().come();
        }));

        assertThat(within).containsExactly(row.isBefore() ? after : before);
        assertThat(content()).isEqualTo(row.isChanged() ? after : before);
        Throwable expected = catchThrowable(row.end()::come);
        assertThat(thrown == null ? null : thrown.getClass()).isEqualTo(expected == null ? null : expected.getClass());
    }

    private void call(Row row, Runnable body) throws Throwable {
        Method method = Bean.class.getDeclaredMethod(
                row.operation() + row.variant(), String.class, String.class, Runnable.class);
        try {
            method.invoke(container.bean(Bean.class), "key", "new", body);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Map<Object, Object> content() {
        Map<Object, Object> content = new HashMap<>();
        cache.forEach(entry -> content.put(entry.getKey(), entry.getValue()));
        return content;
    }
}
