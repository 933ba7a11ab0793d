package org.larder.cdi;

import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger.Level;
import java.util.Collection;
import javax.cache.Cache;

/** The start of the caching of an application, the same for both extensions. */
final class Start {
    private static final System.Logger LOG = System.getLogger(Start.class.getName());

    private Start() {}

    /**
     * Wires and starts; when that fails, nothing stays open.
     *
     * @param types the classes of the application's beans that have an annotation of this module
     * @param rivals the interceptors of others, for which those of this module stand aside
     * @param beans the application's beans
     */
    static ApplicationCaching of(Collection<Class<?>> types, Collection<String> rivals, Instance<Object> beans) {
        LOG.log(
                Level.DEBUG,
                () -> "Beans with annotations of caching: "
                        + types.stream().map(Class::getName).sorted().toList());
        Rivals.warnOf(rivals);
        ApplicationCaching caching = new ApplicationCaching(types, applicationLoader(), rivals.isEmpty(), beans);
        boolean started = false;
        try {
            caching.start();
            started = true;
            return caching;
        } finally {
            if (!started) {
                caching.close();
            }
        }
    }

    /**
     * The class loader of the application that is being deployed. Only now the one of the thread is known to be that; a
     * thread that calls a bean later may have any.
     */
    private static ClassLoader applicationLoader() {
        ClassLoader own = Start.class.getClassLoader();
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
