package org.larder.provider;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The class loader of an application, which asks the server only for what it does not have. */
public final class ApplicationLoader extends URLClassLoader {
    static {
        registerAsParallelCapable(); // as those of servers
    }

    /** Where the classes of {@code javax.cache} come from. */
    public enum CacheApi {
        OF_SERVER,
        OF_APPLICATION
    }

    private final CacheApi cacheApi;

    /** Creates a loader of all that the tests see. */
    public ApplicationLoader(CacheApi cacheApi) throws IOException {
        super("application", classPath(), ApplicationLoader.class.getClassLoader());
        this.cacheApi = cacheApi;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && isOwn(name)) {
                loaded = findClass(name);
            }
            return loaded != null ? loaded : super.loadClass(name, resolve);
        }
    }

    private boolean isOwn(String name) {
        return (cacheApi == CacheApi.OF_APPLICATION || !name.startsWith("javax.cache."))
                && findResource(name.replace('.', '/') + ".class") != null;
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
