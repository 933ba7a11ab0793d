package org.larder.cdi.elsewhere;

import javax.cache.annotation.CacheResult;
import org.larder.annotation.LoadsCache;

/** Methods that subclasses in other packages inherit, and that nobody can override there. */
public abstract class PackagePrivate {

    /** A loader. */
    public abstract static class Loading {
        @LoadsCache("elsewhere")
        String load(String key) {
            return key;
        }
    }

    /** A cached method. */
    public abstract static class Cached {
        @CacheResult(cacheName = "elsewhere")
        String find(String key) {
            return key;
        }
    }

    private PackagePrivate() {}
}
