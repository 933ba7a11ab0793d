package org.larder.tck;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import javax.cache.annotation.BeanProvider;
import manager.CacheNameOnEachMethodBlogManagerImpl;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import manager.UsingDefaultCacheNameBlogManagerImpl;
import org.jspecify.annotations.Nullable;

/**
 * Where the suite finds the beans of its annotation tests: in Weld, each time in a new container, as other tests of the
 * suite close the caching provider.
 */
public final class WeldBeanProvider implements BeanProvider {
    private @Nullable SeContainer container;

    /** Called by the suite. */
    public WeldBeanProvider() {}

    @Override
    public <T> T getBeanByType(Class<T> type) {
        if (container != null) {
            container.close();
        }
        // The suite's beans.xml makes no bean archive of its jar any more.
        SeContainer started = SeContainerInitializer.newInstance()
                .addBeanClasses(
                        CacheNameOnEachMethodBlogManagerImpl.class,
                        ClassLevelCacheConfigBlogManagerImpl.class,
                        UsingDefaultCacheNameBlogManagerImpl.class)
                .initialize();
        container = started;
        return started.select(type).get();
    }
}
