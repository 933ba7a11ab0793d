package org.larder.provider;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.larder.LarderConfiguration;
import org.larder.expiry.TimeToLive;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.Rig.Place;
import org.larder.provider.Threads.Kind;

/** What tests of caches share whose entries live for a time and are then loaded. */
abstract class LoadedEntries {

    static final Duration LIFE = Duration.ofSeconds(100);

    @TempDir
    Path directory;

    Rig rig;
    final LoadingCache loading = new LoadingCache();

    @BeforeEach
    void open() {
        rig = new Rig(Duration.ofDays(365), directory);
    }

    @AfterEach
    void close() {
        loading.letAllEnd();
        rig.close();
    }

    /** A configuration of entries that are loaded and live for {@link #LIFE}. */
    LarderConfiguration<String, String> loaded(Place place) {
        return loading.in(place.strings()).setExpiryPolicyFactory(TimeToLive.of(LIFE));
    }

    static CacheStorageMXBean storage(Cache<?, ?> cache) {
        return cache.unwrap(CacheStorageMXBean.class);
    }

    static Stream<Arguments> placesAndThreads() {
        return Stream.of(Place.values()).flatMap(place -> Kind.here().stream().map(kind -> Arguments.of(place, kind)));
    }
}
