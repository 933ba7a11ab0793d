package org.larder.cdi.cache;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.StorageEstimator;

/** The cache managers of one application by domain. Those that were opened here are closed here. Thread-safe. */
final class Managers implements AutoCloseable {

    private final CdiSettings settings;
    private final ClassLoader application;
    private final @Nullable CacheManager given;
    private final Map<String, CacheManager> opened = new LinkedHashMap<>();
    private @Nullable CachingProvider provider;
    private boolean closed;

    Managers(
            CdiSettings settings,
            ClassLoader application,
            @Nullable CachingProvider givenProvider,
            @Nullable CacheManager given) {
        this.settings = settings;
        this.application = application;
        this.given = given;
        this.provider = givenProvider;
    }

    synchronized CachingProvider provider() {
        ensureOpen();
        CachingProvider known = provider;
        if (known == null) {
            known = given == null ? ProviderChoice.choose(settings, application) : given.getCachingProvider();
            provider = known;
        }
        return known;
    }

    /**
     * The manager of a domain.
     *
     * @param domain empty for that of the application
     * @throws IllegalArgumentException if there is no such domain
     * @throws CacheException if the provider cannot open it, or is not Larder and a domain is asked for
     */
    synchronized CacheManager of(String domain) {
        ensureOpen();
        if (domain.isEmpty()) {
            return given != null ? given : opened.computeIfAbsent(domain, none -> open(settings.uri()));
        }
        URI uri = new Domains(settings).uri(domain);
        if (!isLarder(of(""))) {
            throw new CacheException("domain '%s' needs Larder, and the caching provider is %s; leave the domain out"
                    .formatted(domain, provider().getClass().getName()));
        }
        return opened.computeIfAbsent(domain, named -> open(uri));
    }

    private CacheManager open(@Nullable URI uri) {
        CachingProvider from = provider();
        Properties properties = new Properties();
        properties.putAll(settings.managerProperties());
        return from.getCacheManager(uri == null ? from.getDefaultURI() : uri, application, properties);
    }

    /** Whether a manager is one of Larder's. */
    static boolean isLarder(CacheManager manager) {
        try {
            manager.unwrap(StorageEstimator.class);
            return true;
        } catch (IllegalArgumentException isNot) {
            return false;
        }
    }

    private void ensureOpen() {
        if (closed) {
            throw new IllegalStateException("the caches of the application are closed, as it was stopped");
        }
    }

    @Override
    public void close() {
        Map<String, CacheManager> closing;
        synchronized (this) {
            closed = true;
            closing = new LinkedHashMap<>(opened);
            opened.clear();
        }
        RuntimeException failure = null;
        for (CacheManager manager : closing.values()) {
            try {
                manager.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
