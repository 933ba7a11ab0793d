package org.larder.rest;

import java.time.InstantSource;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.jsonb.JsonBindingFeature;
import org.larder.provider.LarderCachingProvider;

/** What the module is tested on: two providers of caches, two of JSON. */
enum Stack {
    LARDER_AND_JACKSON(JacksonFeature.class) {
        @Override
        CachingProvider provider(InstantSource clock) {
            return new LarderCachingProvider(clock);
        }
    },
    CAFFEINE_AND_JSON_B(JsonBindingFeature.class) {
        @Override
        CachingProvider provider(InstantSource clock) {
            return Caching.getCachingProvider("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider");
        }
    };

    private final Class<?> json;

    Stack(Class<?> json) {
        this.json = json;
    }

    abstract CachingProvider provider(InstantSource clock);

    Class<?> json() {
        return json;
    }
}
