package org.larder.benchmarks.cdi;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.larder.provider.LarderCachingProvider;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An application in Weld, all of whose calls are hits. */
@State(Scope.Benchmark)
public class WeldApplication {
    private static final String ISBN = "978-0134685991";

    private SeContainer container;
    private Books books;
    private Shelf shelf;
    private Cache<Object, Object> byHand;

    /** Starts Weld, and a cache like the one of the annotation for use by hand. */
    @Setup(Level.Trial)
    public void start() {
        container = SeContainerInitializer.newInstance()
                .addBeanClasses(Books.class, Shelf.class, UnchangedInterceptor.class)
                .initialize();
        books = container.select(Books.class).get();
        shelf = container.select(Shelf.class).get();
        String title = books.title(ISBN);
        CacheManager manager = Caching.getCachingProvider(LarderCachingProvider.class.getName())
                .getCacheManager();
        byHand = manager.createCache("by hand", new MutableConfiguration<>());
        byHand.put(ISBN, title);
    }

    @Nullable
    Object getByHand() {
        return byHand.get(ISBN);
    }

    Object emptyInterceptor() {
        return shelf.title(ISBN);
    }

    Object cacheResult() {
        return books.title(ISBN);
    }

    /** Stops all. */
    @TearDown(Level.Trial)
    public void stop() {
        container.close();
    }
}
