package org.larder.cdi.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;

/** Caches that several methods keep exceptions in, or one its results and exceptions, and methods that several beans have. */
class ExceptionCachesTest {

    static class Sharing {
        @CacheResult(cacheName = "customers", exceptionCacheName = "errors")
        String customer(String id) {
            return id;
        }

        @CacheResult(cacheName = "orders", exceptionCacheName = "errors")
        String order(String id) {
            return id;
        }

        @CacheResult(cacheName = "pages", exceptionCacheName = "errors")
        String page(int number) {
            return "";
        }
    }

    static class Renewing {
        @CacheResult(cacheName = "customers", exceptionCacheName = "errors")
        String find(String id) {
            return id;
        }

        @CacheResult(cacheName = "customers", exceptionCacheName = "errors", skipGet = true)
        String renew(String id) {
            return id;
        }
    }

    static class Same {
        @CacheResult(cacheName = "same", exceptionCacheName = "same")
        Object find(String id) {
            return id;
        }
    }

    abstract static class Dao<T> {
        @CacheResult(cacheName = "entities")
        T find(long id) {
            throw new UnsupportedOperationException();
        }

        @CacheResult(cacheName = "counts")
        int count(String what) {
            return 0;
        }
    }

    static class Orders extends Dao<String> {}

    static class Customers extends Dao<Integer> {}

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private void read(Class<?>... beanClasses) {
        SharedCaches.warn(
                Arrays.stream(beanClasses)
                        .map(each -> CachedMethod.of(each, problems::add, warnings::add))
                        .map(Map::values)
                        .flatMap(Collection::stream)
                        .toList(),
                warnings::add);
    }

    @Test
    void methodsThatThrowEachOthersExceptionsAreWarnedOf() {
        read(Sharing.class);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("customer(", "order(", "'errors'", "exceptionCacheName")
                .doesNotContain("page(");
    }

    @Test
    void methodsOfOneCacheOfResultsMayShareTheirExceptions() {
        read(Renewing.class);
        assertThat(warnings).isEmpty();
    }

    @Test
    void oneCacheForResultsAndExceptionsIsAProblem() {
        read(Same.class);
        assertThat(problems).singleElement().asString().contains("Same.find(String)", "'same'", "exceptionCacheName");
    }

    @Test
    void aMethodThatReturnsAnotherTypeInEachOfTwoBeansIsWarnedOf() {
        read(Orders.class, Customers.class);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(
                        "find(long) of " + Orders.class.getName(),
                        "find(long) of " + Customers.class.getName(),
                        "'entities'");
    }
}
