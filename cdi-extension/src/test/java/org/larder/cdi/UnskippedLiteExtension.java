package org.larder.cdi;

import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Discovery;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.InterceptorInfo;
import jakarta.enterprise.inject.build.compatible.spi.MetaAnnotations;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.ScannedClasses;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.larder.cdi.intercept.CachePutInterceptor;
import org.larder.cdi.intercept.CacheRemoveAllInterceptor;
import org.larder.cdi.intercept.CacheRemoveInterceptor;
import org.larder.cdi.intercept.CacheResultInterceptor;

/**
 * {@link LarderLiteExtension} as Weld runs it. Weld passes over an extension that names a portable one in its place, even
 * when that one is absent, and does not find inherited methods.
 */
public final class UnskippedLiteExtension implements BuildCompatibleExtension {
    private final LarderLiteExtension extension = new LarderLiteExtension();

    /** Called by Weld. */
    public UnskippedLiteExtension() {}

    /** As in the extension. */
    @Discovery
    public void declare(ScannedClasses scanned, MetaAnnotations annotations) {
        extension.declare(scanned, annotations);
    }

    /** As in the extension. */
    @Enhancement(
            types = {
                CacheResultInterceptor.class,
                CachePutInterceptor.class,
                CacheRemoveInterceptor.class,
                CacheRemoveAllInterceptor.class
            })
    public void place(ClassConfig interceptor) {
        extension.place(interceptor);
    }

    /** As in the extension. */
    @Registration(types = Object.class)
    public void collect(BeanInfo bean) {
        extension.collect(bean);
    }

    /** As in the extension. */
    @Registration(types = Object.class)
    public void collect(InterceptorInfo interceptor) {
        extension.collect(interceptor);
    }

    /** As in the extension. */
    @Registration(types = {CacheManager.class, CachingProvider.class})
    public void notice(BeanInfo bean) {
        extension.notice(bean);
    }

    /** As in the extension. */
    @Synthesis
    public void offer(SyntheticComponents components) {
        extension.offer(components);
    }
}
