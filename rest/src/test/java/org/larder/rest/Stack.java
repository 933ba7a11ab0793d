package org.larder.rest;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import java.time.InstantSource;
import javax.cache.spi.CachingProvider;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.jsonb.JsonBindingFeature;
import org.larder.provider.LarderCachingProvider;

/** What the module is tested on: two providers of caches, two of JSON, two of Jakarta REST. */
enum Stack {
    LARDER_AND_JACKSON {
        @Override
        Json json() {
            return new Jackson();
        }

        @Override
        CachingProvider provider(InstantSource clock) {
            return new LarderCachingProvider(clock);
        }

        @Override
        TestServer serve(CacheControl control, Object... components) {
            return new JerseyServer(control, with(JacksonFeature.class, components));
        }
    },
    CAFFEINE_AND_JSON_P {
        @Override
        Json json() {
            return new JsonP();
        }

        @Override
        CachingProvider provider(InstantSource clock) {
            return new CaffeineCachingProvider();
        }

        @Override
        TestServer serve(CacheControl control, Object... components) {
            return new JerseyServer(control, with(JsonBindingFeature.class, components));
        }
    },
    LARDER_ON_RESTEASY {
        @Override
        Json json() {
            return new JsonP();
        }

        @Override
        CachingProvider provider(InstantSource clock) {
            return new LarderCachingProvider(clock);
        }

        @Override
        TestServer serve(CacheControl control, Object... components) {
            return new RestEasyServer(control, components);
        }
    };

    /** What the end points read and write JSON with. */
    abstract Json json();

    abstract CachingProvider provider(InstantSource clock);

    /** Starts a server whose application has JSON of its own; the components, classes and instances, belong to the application, too. */
    abstract TestServer serve(CacheControl control, Object... components);

    private static Object[] with(Object first, Object... others) {
        Object[] all = new Object[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
