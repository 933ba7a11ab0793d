package org.larder.cdi.cache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.ConfigurationKeys;
import org.larder.StorageEstimator;

/**
 * The cache managers of one application by domain. Those that were opened here are closed here, unless another application
 * uses them. Thread-safe.
 */
final class Managers implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Managers.class.getName());

    private final CdiSettings settings;
    private final ClassLoader application;
    private final @Nullable Supplier<CachingProvider> broughtProvider;
    private final @Nullable Supplier<CacheManager> brought;
    private final Map<String, SharedManager> opened = new LinkedHashMap<>();
    private volatile @Nullable CachingProvider chosen;
    private volatile boolean closed;

    Managers(
            CdiSettings settings,
            ClassLoader application,
            @Nullable Supplier<CachingProvider> broughtProvider,
            @Nullable Supplier<CacheManager> brought) {
        this.settings = settings;
        this.application = application;
        this.broughtProvider = broughtProvider;
        this.brought = brought;
    }

    /**
     * The provider: the one that the application brought, or one that is chosen whatever manager it brought, which may be
     * made with this one.
     */
    CachingProvider provider() {
        ensureOpen();
        if (broughtProvider != null) {
            return broughtProvider.get();
        }
        CachingProvider known = chosen;
        if (known == null) {
            known = ProviderChoice.choose(settings, application);
            chosen = known;
        }
        return known;
    }

    /**
     * The manager of a domain. What the application brought is asked for under no lock: it may be made with what is
     * offered here.
     *
     * @param domain empty for that of the application
     * @throws IllegalArgumentException if there is no such domain
     * @throws CacheException if the provider cannot open it, or is not Larder and a domain is asked for
     * @throws IllegalStateException if it is closed
     */
    CacheManager of(String domain) {
        ensureOpen();
        if (domain.isEmpty() && brought != null) {
            return usable(brought.get());
        }
        URI ofDomain = domain.isEmpty() ? settings.uri() : new Domains(settings).uri(domain);
        CachingProvider from = provider();
        URI ofProvider = from.getDefaultURI();
        if (!domain.isEmpty() && !ProviderChoice.isLarder(from)) {
            throw new CacheException("domain '%s' needs Larder, and the caching provider is %s; leave the domain out"
                    .formatted(domain, from.getClass().getName()));
        }
        URI uri = ofDomain == null ? ofProvider : ofDomain;
        synchronized (this) {
            ensureOpen();
            return opened.computeIfAbsent(domain, named -> open(from, uri)).manager();
        }
    }

    /** Whether a domain is that of a manager which the application brought. */
    boolean isBrought(String domain) {
        return domain.isEmpty() && brought != null;
    }

    /** Asks a manager something, so that what the application has behind it is made now, and not where there is a lock. */
    private static CacheManager usable(CacheManager brought) {
        if (brought.isClosed()) {
            throw new IllegalStateException(
                    "the cache manager %s, which the application brought, is closed; close it when the application stops"
                            .formatted(brought.getURI()));
        }
        return brought;
    }

    private SharedManager open(CachingProvider from, URI uri) {
        Properties properties = new Properties();
        if (ProviderChoice.isLarder(from)) { // what is for Larder, others need not see
            properties.putAll(settings.managerProperties());
            warnOfLeftAlone();
        }
        return SharedManager.open(from, uri, application, properties);
    }

    private void warnOfLeftAlone() {
        if (opened.isEmpty() && !settings.leftAlone().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "These keys of the configuration are none of Larder''s, and are left alone: {0}. Its own are cache.<name>.<setting>, with one of {1}, and codec.<type>",
                    new TreeSet<>(settings.leftAlone()),
                    ConfigurationKeys.SETTINGS);
        }
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
            throw stopped();
        }
    }

    /** Says that the application was stopped. */
    static IllegalStateException stopped() {
        return new IllegalStateException("the caches of the application are closed, as it was stopped");
    }

    @Override
    public void close() {
        Map<String, SharedManager> closing;
        synchronized (this) {
            closed = true;
            closing = new LinkedHashMap<>(opened);
            opened.clear();
        }
        Closing all = new Closing();
        closing.values().forEach(manager -> all.close(manager::close));
        all.rethrow();
    }
}
