package org.larder.provider.statistics;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import javax.cache.CacheException;
import javax.cache.management.CacheMXBean;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;
import org.larder.management.CacheStorageMXBean;

/**
 * The management beans of one cache on the platform's server. Thread-safe.
 *
 * <p>A name that is taken, as by a cache of the same name whose manager of the same URI lives in another class loader,
 * leaves this cache without that bean and a warning in the log; the cache itself works. Only what was registered here is
 * ever unregistered here.
 */
public final class JmxRegistry implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(JmxRegistry.class.getName());

    private final Shown<CacheStatisticsMXBean> statistics;
    private final Shown<CacheMXBean> configuration;
    private final Shown<CacheStorageMXBean> storage;

    /**
     * Creates a registry that shows nothing yet.
     *
     * @param managerUri the URI of the cache manager, for the names
     * @param cacheName the name of the cache, for the names
     */
    public JmxRegistry(
            URI managerUri,
            String cacheName,
            CacheStatisticsMXBean statisticsBean,
            CacheMXBean configurationBean,
            CacheStorageMXBean storageBean) {
        statistics = new Shown<>(
                nameOf("javax.cache:type=CacheStatistics", managerUri, cacheName),
                statisticsBean,
                CacheStatisticsMXBean.class);
        configuration = new Shown<>(
                nameOf("javax.cache:type=CacheConfiguration", managerUri, cacheName),
                configurationBean,
                CacheMXBean.class);
        storage = new Shown<>(
                nameOf("org.larder:type=CacheStorage", managerUri, cacheName), storageBean, CacheStorageMXBean.class);
    }

    /** Shows or hides the statistics. */
    public void showStatistics(boolean show) {
        statistics.show(show);
    }

    /** Shows or hides the configuration and the storage. */
    public void showManagement(boolean show) {
        configuration.show(show);
        storage.show(show);
    }

    /** Hides everything. */
    @Override
    public void close() {
        showStatistics(false);
        showManagement(false);
    }

    private static ObjectName nameOf(String domainAndType, URI managerUri, String cacheName) {
        String name = domainAndType + ",CacheManager=" + plain(managerUri.toString()) + ",Cache=" + plain(cacheName);
        try {
            return new ObjectName(name);
        } catch (MalformedObjectNameException e) {
            throw new CacheException("cache '" + cacheName + "' cannot be managed under the name " + name, e);
        }
    }

    /** Replaces what cannot stand in a name, and the marks that would make it a quotation or a pattern. */
    private static String plain(String text) {
        return text.replaceAll("[:=,\n*?\"]", ".");
    }

    /** One bean under one name. */
    private static final class Shown<T> {
        private final ObjectName name;
        private final T bean;
        private final Class<T> type;
        private @Nullable Owned registered;

        Shown(ObjectName name, T bean, Class<T> type) {
            this.name = name;
            this.bean = bean;
            this.type = type;
        }

        synchronized void show(boolean show) {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            try {
                if (show && (registered == null || registered.gone)) {
                    Owned owned = new Owned(bean, type);
                    server.registerMBean(owned, name);
                    registered = owned;
                } else if (!show && registered != null) {
                    boolean ours = !registered.gone;
                    registered = null;
                    if (ours) {
                        server.unregisterMBean(name);
                    }
                }
            } catch (InstanceAlreadyExistsException e) {
                LOGGER.log(
                        Level.WARNING,
                        "the management bean {0} exists already, so this cache is not shown; give the cache managers of"
                                + " different applications different URIs, and caches names that differ in more than marks",
                        name);
            } catch (InstanceNotFoundException e) {
                LOGGER.log(Level.DEBUG, "the management bean {0} was unregistered by someone else", name);
            } catch (JMException e) {
                throw new CacheException(
                        "the management bean " + name + " cannot be " + (show ? "shown" : "hidden"), e);
            }
        }
    }

    /** A bean that knows when it was unregistered, by whomever: the name may then be another's. */
    private static final class Owned extends StandardMBean {
        private volatile boolean gone;

        <T> Owned(T bean, Class<T> type) {
            super(bean, type, true);
        }

        @Override
        public void postDeregister() {
            super.postDeregister();
            gone = true;
        }
    }
}
