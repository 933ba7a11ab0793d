package org.larder.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cache writes to the store of the user where results and changes of one entry meet. */
class WrittenThroughContainerTest {

    @ApplicationScoped
    static class Bean {
        @CacheResult(cacheName = "written")
        String find(@CacheKey String key, Callable<String> work) throws Exception {
            return work.call();
        }

        @CacheResult(cacheName = "written", skipGet = true)
        String update(@CacheKey String key, Callable<String> work) throws Exception {
            return work.call();
        }
    }

    /** A bean of its own, as Weld does not intercept calls of a bean by itself, be it through a listener. */
    @ApplicationScoped
    static class Changer {
        @CachePut(cacheName = "written")
        void put(@CacheKey String key, @CacheValue String value) {}

        @CacheRemove(cacheName = "written")
        void remove(@CacheKey String key) {}
    }

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final AtomicReference<Runnable> whenCreated = new AtomicReference<>(() -> {});
    private Container container;
    private Bean bean;
    private Changer changer;

    @BeforeEach
    void start() {
        container = Container.of(Bean.class, Changer.class);
        bean = container.bean(Bean.class);
        changer = container.bean(Changer.class);
        CacheEntryCreatedListener<Object, Object> listener =
                events -> whenCreated.getAndSet(() -> {}).run();
        container
                .bean(CacheManager.class)
                .createCache(
                        "written",
                        new MutableConfiguration<Object, Object>()
                                .setWriteThrough(true)
                                .setCacheWriterFactory(() -> new Writer(written))
                                .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                        () -> listener, null, false, true)));
    }

    @AfterEach
    void stop() {
        container.close();
    }

    @Test
    void aValueThatIsPutWhileAListenerHoldsAnOldResultUpIsWhatStands() throws Exception {
        whenCreated.set(() -> runElsewhere(() -> changer.put("a", "new")));
        bean.find("a", () -> "old");
        assertThat(written).containsExactly("old", "new", "new");
        assertThat(container.cache("written")).extracting(Cache.Entry::getValue).containsExactly("new");
    }

    @Test
    void aValueThatAListenerOfAnOldResultPutsItselfIsWhatStands() throws Exception {
        whenCreated.set(() -> changer.put("a", "new"));
        bean.find("a", () -> "old");
        assertThat(written).containsExactly("old", "new", "new");
        assertThat(container.cache("written")).extracting(Cache.Entry::getValue).containsExactly("new");
    }

    @Test
    void anEntryThatIsRemovedWhileAListenerHoldsAnOldResultUpIsGone() throws Exception {
        whenCreated.set(() -> changer.remove("a"));
        bean.find("a", () -> "old");
        assertThat(written).containsExactly("old", "deleted", "deleted");
        assertThat(container.cache("written")).isEmpty();
    }

    @Test
    void aValueThatIsPutDuringAnUpdateIsNotOverwrittenByIt() throws Exception {
        bean.update("a", () -> {
            runElsewhere(() -> changer.put("a", "new"));
            return "old";
        });
        assertThat(written).containsExactly("new");
        assertThat(container.cache("written")).extracting(Cache.Entry::getValue).containsExactly("new");
    }

    @Test
    void aValueThatIsPutDuringAnUpdateWithoutResultIsNotRemovedByIt() throws Exception {
        bean.update("a", () -> {
            runElsewhere(() -> changer.put("a", "new"));
            return null;
        });
        assertThat(written).containsExactly("new");
        assertThat(container.cache("written")).extracting(Cache.Entry::getValue).containsExactly("new");
    }

    @Test
    void noneOfTwoUpdatesRemovesWhatTheOtherWrote() throws Exception {
        bean.update("a", () -> {
            runElsewhere(() -> updateQuietly("quick"));
            return "slow";
        });
        assertThat(written).containsExactly("quick", "slow");
        assertThat(container.cache("written")).extracting(Cache.Entry::getValue).containsExactly("slow");
    }

    private void updateQuietly(String value) {
        try {
            bean.update("a", () -> value);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void runElsewhere(Runnable work) {
        FutureTask<Boolean> task = new FutureTask<>(work, true);
        new Thread(task).start();
        try {
            assertThat(task.get(60, SECONDS)).isTrue();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private record Writer(List<String> written) implements CacheWriter<Object, Object> {
        @Override
        public void write(Cache.Entry<?, ?> entry) {
            written.add((String) entry.getValue());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<?, ?>> entries) {
            entries.forEach(this::write);
        }

        @Override
        public void delete(Object key) {
            written.add("deleted");
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            keys.forEach(this::delete);
        }
    }
}
