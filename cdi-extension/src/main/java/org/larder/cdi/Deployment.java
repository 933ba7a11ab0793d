package org.larder.cdi;

import jakarta.enterprise.inject.spi.BeanContainer;
import java.lang.System.Logger.Level;
import java.util.Collection;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.larder.cdi.cache.CdiSettings;

/**
 * The deployment of an application, the same for both extensions.
 *
 * @param loader the class loader of the application
 * @param settings what its configuration says
 */
record Deployment(ClassLoader loader, CdiSettings settings) {
    private static final System.Logger LOG = System.getLogger(Deployment.class.getName());

    /**
     * That of the application which is being deployed.
     *
     * @throws CacheException if its configuration is not legal
     */
    static Deployment begin() {
        ClassLoader loader = applicationLoader();
        return new Deployment(loader, CdiSettings.read(loader));
    }

    /**
     * Wires the caching, which is not started yet.
     *
     * @param types the classes of the application's beans that have an annotation of this module
     * @param brought what of {@link Annotations#OFFERED} the application brings itself
     * @param beans its beans
     * @param rivals the interceptors of others, for which those of this module stand aside
     */
    ApplicationCaching wire(
            Collection<Class<?>> types, Collection<Class<?>> brought, BeanContainer beans, Collection<String> rivals) {
        LOG.log(
                Level.DEBUG,
                () -> "Beans with annotations of caching: "
                        + types.stream().map(Class::getName).sorted().toList());
        Rivals.warnOf(rivals);
        return new ApplicationCaching(types, brought, loader, beans, settings, settings.enabled() && rivals.isEmpty());
    }

    /** Starts the caching; when that fails, nothing stays open. */
    static void start(ApplicationCaching caching) {
        boolean started = false;
        try {
            caching.start();
            started = true;
        } finally {
            if (!started) {
                caching.close();
            }
        }
    }

    /**
     * The class loader of the thread, if it is one that the application can have. Only now it is known to be that of the
     * application; a thread that calls a bean later may have any.
     */
    private static ClassLoader applicationLoader() {
        ClassLoader own = Deployment.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null && seesTheSameStandard(context) ? context : own;
    }

    private static boolean seesTheSameStandard(ClassLoader loader) {
        try {
            return loader.loadClass(Cache.class.getName()).equals(Cache.class);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
