package org.larder.benchmarks.cdi;

import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.larder.provider.LarderCachingProvider;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application in Spring, all of whose calls are hits. */
@State(Scope.Benchmark)
public class SpringApplication {
    private static final String ISBN = "978-0134685991";

    private AnnotationConfigApplicationContext context;
    private Books books;

    /** Starts Spring. */
    @Setup(Level.Trial)
    public void start() {
        context = new AnnotationConfigApplicationContext(Beans.class);
        books = context.getBean(Books.class);
        books.title(ISBN);
    }

    Object cacheResult() {
        return books.title(ISBN);
    }

    /** Stops it. */
    @TearDown(Level.Trial)
    public void stop() {
        context.close();
    }

    /** What the application consists of. */
    @Configuration
    @EnableCaching
    public static class Beans {

        /** Called by Spring. */
        public Beans() {}

        /** The bean whose method results are cached. */
        @Bean
        public Books books() {
            return new Books();
        }

        /** Larder's, with the one cache that is needed. */
        @Bean
        public JCacheCacheManager cacheManager() {
            CacheManager manager = Caching.getCachingProvider(LarderCachingProvider.class.getName())
                    .getCacheManager();
            manager.createCache("titles", new MutableConfiguration<>());
            return new JCacheCacheManager(manager);
        }
    }
}
