package org.larder.cdi.cache;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;

/**
 * The managers that were opened for applications. A provider has one to a URI and a class loader, which containers with one
 * class loader share, so it is closed when the last of them is done with it. Thread-safe.
 */
final class SharedManagers {

    /**
     * How many use each. Static, as containers know nothing of each other; weak, as others may close a manager. Held while
     * managers are opened and closed, or one may get what another one is just closing; beans that need either are not
     * called meanwhile.
     */
    private static final Map<CacheManager, Integer> USERS = new WeakHashMap<>();

    private SharedManagers() {}

    /** Opens a manager, or takes the one that is open. */
    static CacheManager open(CachingProvider provider, URI uri, ClassLoader application, Properties properties) {
        synchronized (USERS) {
            CacheManager manager = provider.getCacheManager(uri, application, properties);
            USERS.merge(manager, 1, Integer::sum);
            return manager;
        }
    }

    /** Closes a manager unless somebody else has opened it, too. To be called once for each time that it was opened. */
    static void close(CacheManager manager) {
        synchronized (USERS) {
            boolean isUsed = USERS.computeIfPresent(manager, (each, users) -> users == 1 ? null : users - 1) != null;
            if (!isUsed) {
                manager.close();
            }
        }
    }
}
