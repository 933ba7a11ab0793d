package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheException;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;
import org.larder.annotation.CachesNull;

/** What results look like in the cache and out of it. */
class ResultsContainerTest {

    @ApplicationScoped
    static class Bean {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "optionals")
        Optional<String> optional(String value) {
            calls.incrementAndGet();
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }

        @CacheResult(cacheName = "optionals with null")
        @CachesNull
        Optional<String> optionalOrNone(String value) {
            calls.incrementAndGet();
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }

        @CacheResult(cacheName = "optional ints")
        OptionalInt optionalInt(int value) {
            calls.incrementAndGet();
            return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
        }

        @CacheResult(cacheName = "optional longs")
        OptionalLong optionalLong(int value) {
            calls.incrementAndGet();
            return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
        }

        @CacheResult(cacheName = "optional doubles")
        @CachesNull
        OptionalDouble optionalDouble(int value) {
            calls.incrementAndGet();
            return value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        @CacheResult(cacheName = "primitives")
        int sum(int a, long b, boolean negative) {
            calls.incrementAndGet();
            return (int) (negative ? -a - b : a + b);
        }

        @CacheResult(cacheName = "varargs")
        int length(String... words) {
            calls.incrementAndGet();
            return String.join("", words).length();
        }

        @CacheResult(cacheName = "arrays")
        long total(int[] numbers, byte[][] more) {
            calls.incrementAndGet();
            return (long) numbers.length + more.length;
        }

        @CacheResult(cacheName = "lists")
        List<String> list(String word) {
            calls.incrementAndGet();
            return new ArrayList<>(List.of(word));
        }

        @CachePut(cacheName = "optionals")
        void putOptional(@CacheKey String key, @CacheValue Optional<String> value) {}

        @CachePut(cacheName = "optionals with null")
        @CachesNull
        void putOptionalOrNone(@CacheKey String key, @CacheValue Optional<String> value) {}

        @CacheResult(cacheName = "strings")
        Object unstorable(String key) {
            return new Object();
        }

        @CacheResult(cacheName = "mixed")
        String string(String key) {
            return key;
        }

        @CacheResult(cacheName = "mixed")
        Integer number(String key) {
            return 1;
        }

        @CacheResult(cacheName = "null keys")
        String nullable(String a, String b) {
            calls.incrementAndGet();
            return a + b;
        }

        @CacheResult(cacheName = "refreshed")
        String find(String key) {
            return "found";
        }

        @CacheResult(cacheName = "refreshed", skipGet = true)
        String drop(String key) {
            return null;
        }

        int calls() {
            return calls.getAndSet(0);
        }
    }

    /** A generic interface, whose methods have bridges in what implements it. */
    interface Finder<K, V> {
        V find(K key);
    }

    @ApplicationScoped
    @CacheDefaults(cacheName = "bridged")
    static class NumberFinder implements Finder<Integer, String> {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        @CacheResult
        public String find(Integer key) {
            return "number " + key + " of " + calls.incrementAndGet();
        }
    }

    @Test
    void theValueOfAnOptionalIsKeptAndNothingForAnEmptyOne() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.optional("a")).contains("a").isEqualTo(bean.optional("a"));
            assertThat(bean.calls()).isEqualTo(1);
            assertThat(container.cache("optionals").get(MethodKey.of("a"))).isEqualTo("a");
            assertThat(bean.optional("")).isEmpty();
            assertThat(bean.optional("")).isEmpty();
            assertThat(bean.calls()).isEqualTo(2);
        }
    }

    @Test
    void anEmptyOptionalIsKeptWhereNullIs() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.optionalOrNone("")).isEmpty();
            assertThat(bean.optionalOrNone("")).isEmpty();
            assertThat(bean.optionalDouble(0)).isEmpty();
            assertThat(bean.optionalDouble(0)).isEmpty();
            assertThat(bean.calls()).isEqualTo(2);
        }
    }

    @Test
    void optionalsOfPrimitivesAreKeptAsTheirValues() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            for (int i = 0; i < 2; i++) {
                assertThat(bean.optionalInt(5)).hasValue(5);
                assertThat(bean.optionalLong(5)).hasValue(5);
                assertThat(bean.optionalDouble(5)).hasValue(5);
            }
            assertThat(bean.calls()).isEqualTo(3);
            assertThat(bean.optionalInt(0)).isEmpty();
            assertThat(bean.optionalLong(0)).isEmpty();
            assertThat(container.cache("optional ints").get(MethodKey.of(5))).isEqualTo(5);
        }
    }

    @Test
    void primitivesAreKeptBoxed() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.sum(1, 2, true)).isEqualTo(-3).isEqualTo(bean.sum(1, 2, true));
            assertThat(bean.sum(1, 2, false)).isEqualTo(3);
            assertThat(bean.calls()).isEqualTo(2);
        }
    }

    @Test
    void arraysAreKeysByTheirContents() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.length("a", "bc")).isEqualTo(3).isEqualTo(bean.length("a", "bc"));
            assertThat(bean.length("ab", "c")).isEqualTo(3);
            assertThat(bean.length()).isEqualTo(0);
            assertThat(bean.calls()).isEqualTo(3);
            assertThat(bean.total(new int[] {1}, new byte[][] {{1}, {2}})).isEqualTo(3);
            assertThat(bean.total(new int[] {1}, new byte[][] {{1}, {2}})).isEqualTo(3);
            assertThat(bean.total(new int[] {1}, new byte[][] {{1}, {3}})).isEqualTo(3);
            assertThat(bean.calls()).isEqualTo(2);
        }
    }

    @Test
    void nullIsAPartOfAKeyAsAnyOther() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.nullable(null, "b")).isEqualTo("nullb").isEqualTo(bean.nullable(null, "b"));
            assertThat(bean.nullable("b", null)).isEqualTo("bnull");
            assertThat(bean.calls()).isEqualTo(2);
        }
    }

    @Test
    void whoChangesAResultDoesNotChangeWhatIsKept() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            bean.list("a").add("b");
            bean.list("a").add("c");
            assertThat(bean.list("a")).containsExactly("a");
            assertThat(bean.calls()).isEqualTo(1);
        }
    }

    @Test
    void anOptionalIsPutAsItsValueAndAnEmptyOneRemoves() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            bean.putOptional("a", Optional.of("put"));
            assertThat(bean.optional("a")).contains("put");
            bean.putOptional("a", Optional.empty());
            assertThat(container.cache("optionals")).isEmpty();
            bean.putOptional("a", Optional.of("put"));
            bean.putOptional("a", nothing());
            assertThat(container.cache("optionals")).isEmpty();
        }
    }

    @Test
    void anEmptyOptionalIsPutWhereNullIsKept() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            bean.putOptionalOrNone("a", Optional.empty());
            assertThat(bean.optionalOrNone("a")).isEmpty();
            bean.putOptionalOrNone("b", nothing());
            assertThat(bean.optionalOrNone("b")).isEmpty();
            assertThat(bean.calls()).isZero();
        }
    }

    @Test
    void aMethodThatIsAlwaysCalledAndReturnsNothingRemovesWhatThereWas() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.find("a")).isEqualTo("found");
            assertThat(container.cache("refreshed")).hasSize(1);
            assertThat(bean.drop("a")).isNull();
            assertThat(container.cache("refreshed")).isEmpty();
        }
    }

    @Test
    void aResultThatTheCacheRefusesIsTheCallersTrouble() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThatThrownBy(() -> bean.unstorable("a")).isInstanceOf(CacheException.class);
        }
    }

    @Test
    void whatAnotherMethodKeptIsNoResultIfItIsOfAnotherType() {
        try (Container container = Container.of(Bean.class)) {
            Bean bean = container.bean(Bean.class);
            assertThat(bean.string("a")).isEqualTo("a");
            assertThatThrownBy(() -> bean.number("a"))
                    .isInstanceOf(ClassCastException.class)
                    .hasMessageContaining("Bean.number(String)")
                    .hasMessageContaining("the cache 'mixed' has a java.lang.String")
                    .hasMessageContaining("another cache");
        }
    }

    @Test
    void aMethodIsTheSameThroughItsBridge() {
        try (Container container = Container.of(NumberFinder.class)) {
            NumberFinder finder = container.bean(NumberFinder.class);
            Finder<Integer, String> bridged = finder;
            assertThat(bridged.find(7)).isEqualTo("number 7 of 1").isEqualTo(finder.find(7));
            assertThat(bridged.find(7)).isEqualTo("number 7 of 1");
            assertThat(container.cache("bridged")).hasSize(1);
        }
    }

    private static Optional<String> nothing() {
        return null;
    }
}
