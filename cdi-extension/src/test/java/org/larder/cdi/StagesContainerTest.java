package org.larder.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;
import org.larder.annotation.CachesNull;
import org.larder.annotation.WithoutSingleFlight;

/** Methods whose results come later. */
class StagesContainerTest {

    @ApplicationScoped
    @CacheDefaults(cacheName = "stages")
    static class Bean {
        private final AtomicInteger calls = new AtomicInteger();
        private volatile CompletableFuture<String> source = new CompletableFuture<>();

        void comesFrom(CompletableFuture<String> stage) {
            source = stage;
        }

        int calls() {
            return calls.get();
        }

        @CacheResult
        CompletableFuture<String> future(String key) {
            calls.incrementAndGet();
            return source;
        }

        @CacheResult
        CompletionStage<String> stage(String key) {
            calls.incrementAndGet();
            return source;
        }

        @CacheResult(cacheName = "stages of optionals")
        @CachesNull
        CompletionStage<Optional<String>> optional(String key) {
            calls.incrementAndGet();
            return source.thenApply(Optional::ofNullable);
        }

        @CacheResult(cacheName = "ungated stages")
        @WithoutSingleFlight
        CompletionStage<String> ungated(String key) {
            calls.incrementAndGet();
            return source;
        }

        @CacheResult(
                cacheName = "stages that fail",
                exceptionCacheName = "failures",
                cachedExceptions = IOException.class)
        CompletableFuture<String> failing(String key) {
            calls.incrementAndGet();
            return source;
        }

        @CacheResult(cacheName = "stages that are not")
        CompletionStage<String> throwing(String key) throws IOException {
            throw new IOException(key);
        }

        @CacheResult(cacheName = "stages that are null")
        CompletionStage<String> missing(String key) {
            return null;
        }

        @CacheRemove(evictFor = IOException.class)
        CompletionStage<String> remove(String key) {
            return source;
        }

        @CacheRemove(afterInvocation = false)
        CompletionStage<String> removeBefore(String key) {
            return source;
        }

        @CachePut
        CompletableFuture<String> put(@CacheKey String key, @CacheValue String value) {
            return source;
        }
    }

    private static final Object KEY = MethodKey.of("k");

    private final CompletableFuture<String> source = new CompletableFuture<>();
    private Container container;
    private Bean bean;
    private Cache<Object, Object> cache;

    @BeforeEach
    void start() {
        container = Container.of(Bean.class);
        bean = container.bean(Bean.class);
        cache = container.cache("stages");
        bean.comesFrom(source);
    }

    @AfterEach
    void stop() {
        container.close();
    }

    private static <T> T valueOf(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, SECONDS);
    }

    @Test
    void theValueIsKeptWhenItComesAndAHitHasItAtOnce() throws Exception {
        CompletableFuture<String> first = bean.future("k");
        assertThat(first).isNotDone();
        assertThat(cache).isEmpty();
        source.complete("value");
        assertThat(valueOf(first)).isEqualTo("value");
        assertThat(cache.get(KEY)).isEqualTo("value");
        assertThat(bean.future("k")).isCompletedWithValue("value");
        assertThat(bean.stage("k").toCompletableFuture()).isCompletedWithValue("value");
        assertThat(bean.calls()).isEqualTo(1);
    }

    @Test
    void whoAsksMeanwhileSharesTheCallAndMayCancelHisOwn() throws Exception {
        CompletableFuture<String> first = bean.future("k");
        CompletableFuture<String> second = bean.future("k");
        CompletableFuture<String> third = bean.future("k");
        assertThat(first.cancel(true)).isTrue();
        assertThat(second.completeExceptionally(new IOException("mine"))).isTrue();
        source.complete("value");
        assertThat(valueOf(third)).isEqualTo("value");
        assertThat(bean.calls()).isEqualTo(1);
        assertThat(cache.get(KEY)).isEqualTo("value");
    }

    @Test
    void whoDoesWithoutSharesNothing() throws Exception {
        CompletionStage<String> first = bean.ungated("k");
        CompletionStage<String> second = bean.ungated("k");
        source.complete("value");
        assertThat(valueOf(first)).isEqualTo(valueOf(second)).isEqualTo("value");
        assertThat(bean.calls()).isEqualTo(2);
        assertThat(valueOf(bean.ungated("k"))).isEqualTo("value");
        assertThat(bean.calls()).isEqualTo(2);
    }

    @Test
    void anOptionalInAStageIsKeptAsItsValueOrItsAbsence() throws Exception {
        source.complete(null);
        assertThat(valueOf(bean.optional("k"))).isEmpty();
        assertThat(valueOf(bean.optional("k"))).isEmpty();
        assertThat(bean.calls()).isEqualTo(1);
        bean.comesFrom(CompletableFuture.completedFuture("value"));
        assertThat(valueOf(bean.optional("other"))).contains("value");
        assertThat(container.cache("stages of optionals").get(MethodKey.of("other")))
                .isEqualTo("value");
    }

    @Test
    void nullIsNotKept() throws Exception {
        source.complete(null);
        assertThat(valueOf(bean.future("k"))).isNull();
        assertThat(valueOf(bean.future("k"))).isNull();
        assertThat(bean.calls()).isEqualTo(2);
        assertThat(cache).isEmpty();
    }

    @Test
    void aFailureIsNotKeptUnlessItIsToBe() {
        source.completeExceptionally(new IOException("failed"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> valueOf(bean.future("k")))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(IOException.class);
        }
        assertThat(bean.calls()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> valueOf(bean.failing("k")))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(IOException.class);
        }
        assertThat(bean.calls()).isEqualTo(3);
        assertThat(bean.failing("k")).isCompletedExceptionally();
        bean.comesFrom(CompletableFuture.failedFuture(new CompletionException(new IOException("wrapped"))));
        assertThatThrownBy(() -> valueOf(bean.failing("other"))).isInstanceOf(ExecutionException.class);
        assertThat(container.cache("failures").get(MethodKey.of("other"))).isExactlyInstanceOf(IOException.class);
        bean.comesFrom(CompletableFuture.failedFuture(new IllegalStateException("not to be kept")));
        assertThatThrownBy(() -> valueOf(bean.failing("third"))).isInstanceOf(ExecutionException.class);
        assertThat(container.cache("failures").containsKey(MethodKey.of("third")))
                .isFalse();
    }

    @Test
    void whatSuchAMethodThrowsOrLeavesOutIsTheFailureOfItsStage() {
        assertThatThrownBy(() -> valueOf(bean.throwing("k")))
                .isInstanceOf(ExecutionException.class)
                .hasCauseExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> valueOf(bean.missing("k")))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessageContaining("Bean.missing(String): the method returned null in place of a stage");
    }

    @Test
    void aRemovalFollowsTheStage() throws Exception {
        cache.put(KEY, "old");
        CompletionStage<String> removal = bean.remove("k");
        assertThat(cache.containsKey(KEY)).isTrue();
        source.complete("done");
        assertThat(valueOf(removal)).isEqualTo("done");
        assertThat(cache.containsKey(KEY)).isFalse();
    }

    @Test
    void aRemovalFollowsTheFailureOfAStageThatItIsMeantFor() {
        cache.put(KEY, "old");
        source.completeExceptionally(new IllegalStateException("not meant"));
        assertThatThrownBy(() -> valueOf(bean.remove("k"))).isInstanceOf(ExecutionException.class);
        assertThat(cache.containsKey(KEY)).isTrue();
        bean.comesFrom(CompletableFuture.failedFuture(new CompletionException(new IOException("meant"))));
        assertThatThrownBy(() -> valueOf(bean.remove("k"))).isInstanceOf(ExecutionException.class);
        assertThat(cache.containsKey(KEY)).isFalse();
    }

    @Test
    void aRemovalBeforeTheCallWaitsForNoStage() {
        cache.put(KEY, "old");
        assertThat(bean.removeBefore("k").toCompletableFuture()).isNotDone();
        assertThat(cache.containsKey(KEY)).isFalse();
    }

    @Test
    void aPutFollowsTheStage() throws Exception {
        CompletableFuture<String> put = bean.put("k", "new");
        assertThat(cache).isEmpty();
        source.complete("done");
        assertThat(valueOf(put)).isEqualTo("done");
        assertThat(cache.get(KEY)).isEqualTo("new");
    }

    @Test
    void aStageThatBeganBeforeARemovalIsNeitherKeptNorShared() throws Exception {
        CompletableFuture<String> before = bean.future("k");
        bean.removeBefore("k");
        bean.comesFrom(CompletableFuture.completedFuture("after"));
        assertThat(valueOf(bean.future("k"))).isEqualTo("after");
        source.complete("before");
        assertThat(valueOf(before)).isEqualTo("before");
        assertThat(cache.get(KEY)).isEqualTo("after");
    }
}
