package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.MethodKey;
import org.larder.annotation.CachesNull;

/** {@code @CacheResult} × skipGet × the lists of exceptions × null results × how the method ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResultMatrixContainerTest {

    /** A refinement of what is included, to be excluded. */
    static final class Excluded extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @ApplicationScoped
    @CacheDefaults(cacheName = "results")
    static class Bean {

        @CacheResult
        String plain(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult
        @CachesNull
        String cachesNull(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult(exceptionCacheName = "exceptions")
        String all(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult(exceptionCacheName = "exceptions", cachedExceptions = IOException.class)
        String included(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult(exceptionCacheName = "exceptions", nonCachedExceptions = Excluded.class)
        String notExcluded(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult(
                exceptionCacheName = "exceptions",
                cachedExceptions = IOException.class,
                nonCachedExceptions = Excluded.class)
        String includedButNot(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult(exceptionCacheName = "exceptions", cachedExceptions = StackOverflowError.class)
        String errors(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult(skipGet = true)
        String skips(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }

        @CacheResult(skipGet = true, exceptionCacheName = "exceptions")
        String skipsAndKeepsExceptions(@CacheKey String key, Callable<String> body) throws Exception {
            return body.call();
        }
    }

    /** How a method ends. */
    enum End {
        VALUE {
            @Override
            String come() {
                return "value";
            }
        },
        NULL {
            @Override
            String come() {
                return null;
            }
        },
        INCLUDED {
            @Override
            String come() throws IOException {
                throw new IOException("included");
            }
        },
        EXCLUDED {
            @Override
            String come() throws IOException {
                throw new Excluded();
            }
        },
        OTHER {
            @Override
            String come() {
                throw new UnsupportedOperationException("neither");
            }
        },
        ERROR {
            @Override
            String come() {
                throw new StackOverflowError("on purpose");
            }
        };

        abstract String come() throws IOException;
    }

    private static final Map<String, Set<End>> KEPT_AT = Map.of(
            "plain", Set.of(End.VALUE),
            "cachesNull", Set.of(End.VALUE, End.NULL),
            "all", Set.of(End.VALUE, End.INCLUDED, End.EXCLUDED, End.OTHER),
            "included", Set.of(End.VALUE, End.INCLUDED, End.EXCLUDED),
            "notExcluded", Set.of(End.VALUE, End.INCLUDED, End.OTHER),
            "includedButNot", Set.of(End.VALUE, End.INCLUDED),
            "errors", Set.of(End.VALUE, End.ERROR),
            "skips", Set.of(End.VALUE),
            "skipsAndKeepsExceptions", Set.of(End.VALUE, End.INCLUDED, End.EXCLUDED, End.OTHER));

    record Row(String method, End end) {

        boolean isKept() {
            return KEPT_AT.getOrDefault(method, Set.of()).contains(end);
        }

        boolean isCalledAgain() {
            return !isKept() || method.startsWith("skips");
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String method : KEPT_AT.keySet()) {
            for (End end : End.values()) {
                rows.add(new Row(method, end));
            }
        }
        return rows;
    }

    private Container container;

    @BeforeAll
    void start() {
        container = Container.of(Bean.class);
    }

    @AfterAll
    void stop() {
        container.close();
    }

    @BeforeEach
    void clear() {
        container.cache("results").clear();
        container.cache("exceptions").clear();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatShouldBeKeptIsAndTheMethodIsCalledAgainOnlyForTheRest(Row row) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Object first = outcomeOf(row, calls);
        Object second = outcomeOf(row, calls);

        assertThat(calls).hasValue(row.isCalledAgain() ? 2 : 1);
        if (first instanceof Throwable thrown) {
            assertThat(second).isNotSameAs(first).hasSameClassAs(first);
            assertThat((Throwable) second).hasMessage(thrown.getMessage());
        } else {
            assertThat(second).isEqualTo(first);
        }
        String keeps = first instanceof Throwable ? "exceptions" : "results";
        String keepsNot = first instanceof Throwable ? "results" : "exceptions";
        assertThat(container.cache(keeps).containsKey(MethodKey.of("key"))).isEqualTo(row.isKept());
        assertThat(container.cache(keepsNot)).isEmpty();
    }

    private Object outcomeOf(Row row, AtomicInteger calls) throws Exception {
        Method method = Bean.class.getDeclaredMethod(row.method(), String.class, Callable.class);
        Callable<String> body = () -> {
            calls.incrementAndGet();
            return row.end().come();
        };
        try {
            return method.invoke(container.bean(Bean.class), "key", body);
        } catch (InvocationTargetException e) {
            Throwable expected = catchThrowable(row.end()::come);
            assertThat(e.getCause()).hasSameClassAs(expected);
            return e.getCause();
        }
    }
}
