package org.larder.cdi.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BeanReaderTest {

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Map<String, CachedMethod> read(Class<?> type) {
        return CachedMethod.of(type, problems::add, warnings::add).values().stream()
                .collect(Collectors.toMap(each -> each.method().getName(), each -> each, (a, b) -> a));
    }

    static class TwoAnnotations {
        @CacheResult
        @CacheRemove
        String wrong(String key) {
            return key;
        }
    }

    @CacheResult
    @CacheRemoveAll
    static class TwoAtTheClass {
        String wrong(String key) {
            return key;
        }
    }

    static class PrivateMethod {
        @CacheResult
        @SuppressWarnings("unused") // it is only looked at
        private String wrong(String key) {
            return key;
        }
    }

    static class StaticMethod {
        @CacheResult
        static String wrong(String key) {
            return key;
        }
    }

    static class FinalMethod {
        @CachePut
        final void wrong(@CacheKey String key, @CacheValue String value) {}
    }

    static class VoidResult {
        @CacheResult
        void wrong(String key) {}
    }

    static class StageOfNothing {
        @CacheResult
        CompletionStage<Void> wrong(String key) {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class FutureResult {
        @CacheResult
        Future<String> wrong(String key) {
            return CompletableFuture.completedFuture(key);
        }
    }

    static class StreamResult {
        @CacheResult
        Optional<Stream<String>> wrong(String key) {
            return Optional.empty();
        }
    }

    static class IteratorResult {
        @CacheResult
        Iterator<String> wrong(String key) {
            return List.of(key).iterator();
        }
    }

    static class InputStreamResult {
        @CacheResult
        InputStream wrong(String key) {
            return InputStream.nullInputStream();
        }
    }

    static class ValueOfResult {
        @CacheResult
        String wrong(@CacheValue String key) {
            return key;
        }
    }

    static class ValueOfRemoval {
        @CacheRemove
        void wrong(@CacheKey String key, @CacheValue String value) {}
    }

    static class SeveralValues {
        @CachePut
        void wrong(String key, @CacheValue String a, @CacheValue String b) {}
    }

    static class NoValue {
        @CachePut
        void wrong(String key, String value) {}
    }

    static class AllKeys {
        @CachePut
        void wrong(@CacheKey String key, @CacheKey String value) {}
    }

    static class StageAsValue {
        @CachePut
        void wrong(@CacheKey String key, CompletionStage<String> value) {}
    }

    static class KeyOfRemoveAll {
        @CacheRemoveAll
        void wrong(@CacheKey String key) {}
    }

    static class KeyOfNothing {
        void wrong(@CacheKey String key) {}
    }

    static class ExceptionInBothLists {
        @CacheResult(
                exceptionCacheName = "e",
                cachedExceptions = IllegalStateException.class,
                nonCachedExceptions = IllegalStateException.class)
        String wrong(String key) {
            return key;
        }
    }

    static class EvictionInBothLists {
        @CacheRemove(evictFor = IllegalStateException.class, noEvictFor = IllegalStateException.class)
        void wrong(String key) {}
    }

    record Row(Class<?> type, List<String> parts) {
        Row(Class<?> type, String... parts) {
            this(type, List.of(parts));
        }
    }

    static List<Row> rows() {
        return List.of(
                new Row(TwoAnnotations.class, ".wrong(String) has @CacheResult and @CacheRemove", "one of them"),
                new Row(TwoAtTheClass.class, "has @CacheResult and @CacheRemoveAll", "a class may have one"),
                new Row(PrivateMethod.class, "@CacheResult", ".wrong(", "the method is private", "plain method"),
                new Row(StaticMethod.class, "@CacheResult", ".wrong(", "the method is static"),
                new Row(FinalMethod.class, "@CachePut", ".wrong(", "the method is final"),
                new Row(VoidResult.class, "@CacheResult", "returns nothing"),
                new Row(StageOfNothing.class, "@CacheResult", "returns nothing"),
                new Row(FutureResult.class, "returns java.util.concurrent.Future", "may return a CompletionStage"),
                new Row(StreamResult.class, "returns java.util.stream.Stream", "a list or an array"),
                new Row(IteratorResult.class, "returns java.util.Iterator", "a list or an array"),
                new Row(InputStreamResult.class, "returns java.io.InputStream", "a list or an array"),
                new Row(ValueOfResult.class, "@CacheValue", "for @CachePut only", "take it away"),
                new Row(ValueOfRemoval.class, "@CacheValue", "for @CachePut only"),
                new Row(SeveralValues.class, "@CacheValue at 2 parameters"),
                new Row(NoValue.class, "does not tell which parameter", "mark it with @CacheValue"),
                new Row(AllKeys.class, "does not tell which parameter"),
                new Row(StageAsValue.class, "puts a stage"),
                new Row(KeyOfRemoveAll.class, "needs no @CacheKey", "use @CacheRemove"),
                new Row(KeyOfNothing.class, "no cache annotation", "give it one"),
                new Row(
                        ExceptionInBothLists.class,
                        "java.lang.IllegalStateException in both cachedExceptions and nonCachedExceptions"),
                new Row(EvictionInBothLists.class, "in both evictFor and noEvictFor"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatCannotBeIsAProblemThatNamesTheMethodAndTheWayOut(Row row) {
        assertThat(read(row.type())).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .contains(row.type().getName())
                .contains(row.parts());
        assertThat(warnings).isEmpty();
    }

    @CacheResult
    static class ClassLevel {
        String result(String key) {
            return key;
        }

        void nothing() {}

        Stream<String> stream() {
            return Stream.of();
        }

        private String hidden(String key) {
            return result(key);
        }

        static String shared(String key) {
            return key;
        }

        final String last(String key) {
            return hidden(key);
        }
    }

    @CachePut
    static class PutLevel {
        void put(@CacheKey String key, String value) {}

        void unclear(String key, String value) {}

        void none() {}
    }

    @Test
    void anAnnotationOfAClassPassesOverWhatItMeansNothingFor() {
        assertThat(read(ClassLevel.class)).containsOnlyKeys("result");
        assertThat(read(PutLevel.class)).containsOnlyKeys("put");
        assertThat(problems).isEmpty();
    }

    @CacheDefaults(cacheName = "of the base")
    static class Base {
        @CacheResult
        String inherited(String key) {
            return key;
        }

        @CacheResult(cacheName = "own")
        String named(String key) {
            return key;
        }
    }

    static class WithoutDefaults extends Base {}

    @CacheDefaults(cacheName = "of the bean")
    static class WithDefaults extends Base {}

    static class Nameless {
        @CacheResult
        String find(String key, int[] numbers) {
            return key;
        }
    }

    static class NamelessToo extends Nameless {}

    @Test
    void theNameOfACacheIsThatOfTheMethodElseOfTheBeanElseOfItsSuperclassElseMade() {
        assertThat(read(WithDefaults.class).get("inherited").cacheName()).isEqualTo("of the bean");
        assertThat(read(WithoutDefaults.class).get("inherited").cacheName()).isEqualTo("of the base");
        assertThat(read(WithDefaults.class).get("named").cacheName()).isEqualTo("own");
        assertThat(read(Nameless.class).get("find").cacheName())
                .isEqualTo(Nameless.class.getName() + ".find(java.lang.String,[I)");
        assertThat(read(NamelessToo.class).get("find").cacheName())
                .as("beans that inherit a method do not share its cache unasked")
                .isEqualTo(NamelessToo.class.getName() + ".find(java.lang.String,[I)");
    }

    interface Annotated {
        @CacheResult
        String find(String key);
    }

    static class Forgot implements Annotated {
        @Override
        public String find(String key) {
            return key;
        }
    }

    static class Repeated implements Annotated {
        @Override
        @CacheResult
        public String find(String key) {
            return key;
        }
    }

    @Test
    void anAnnotationAtAnInterfaceOnlyIsWarnedOf() {
        assertThat(read(Repeated.class)).containsOnlyKeys("find");
        assertThat(warnings).isEmpty();
        assertThat(read(Forgot.class)).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("@CacheResult of the interface method " + Annotated.class.getName() + ".find(String)")
                .contains(Forgot.class.getName())
                .contains("put it at the method of the class");
    }

    static class ExceptionsNowhere {
        @CacheResult(cachedExceptions = IllegalStateException.class)
        String find(String key) {
            return key;
        }
    }

    @Test
    void exceptionsToKeepWithoutACacheForThemAreWarnedOf() {
        assertThat(read(ExceptionsNowhere.class)).containsOnlyKeys("find");
        assertThat(problems).isEmpty();
        assertThat(warnings).singleElement().asString().contains("give it an exceptionCacheName");
    }
}
