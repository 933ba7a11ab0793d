package org.larder.policies;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * The management beans of an environment on the platform's server. A name that is taken, as by another environment on the
 * same cache manager, leaves this one without that bean and a warning in the log. Thread-safe.
 */
final class ManagementBeans implements AutoCloseable {

    private static final Logger LOG = System.getLogger(PolicyCaches.class.getName());

    private final String manager;
    private final Set<ObjectName> shown = ConcurrentHashMap.newKeySet();

    /** Creates a set of beans that is empty yet; the manager is part of their names. */
    ManagementBeans(String manager) {
        this.manager = manager;
    }

    <T> void show(String type, @Nullable String cacheName, T bean, Class<T> mxBean) {
        ObjectName name = name(type, cacheName);
        try {
            server().registerMBean(new StandardMBean(bean, mxBean, true), name);
            shown.add(name);
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(
                    Level.WARNING,
                    "the management bean {0} exists already, so this environment is not shown; have one to a cache manager",
                    name);
        } catch (JMException e) {
            throw new CacheException("the management bean " + name + " cannot be shown", e);
        }
    }

    void hide(String type, @Nullable String cacheName) {
        hide(name(type, cacheName));
    }

    @Override
    public void close() {
        shown.forEach(this::hide);
    }

    private void hide(ObjectName name) {
        if (!shown.remove(name)) {
            return;
        }
        try {
            server().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.log(Level.DEBUG, "the management bean {0} was unregistered by someone else", name);
        } catch (JMException e) {
            throw new CacheException("the management bean " + name + " cannot be hidden", e);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private ObjectName name(String type, @Nullable String cacheName) {
        String name = "org.larder:type=%s,CacheManager=%s%s"
                .formatted(
                        type,
                        ObjectName.quote(manager),
                        cacheName == null ? "" : ",Cache=" + ObjectName.quote(cacheName));
        try {
            return new ObjectName(name);
        } catch (MalformedObjectNameException e) {
            throw new CacheException("nothing can be managed under the name " + name, e);
        }
    }
}
