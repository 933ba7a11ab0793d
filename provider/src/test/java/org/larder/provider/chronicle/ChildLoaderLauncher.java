package org.larder.provider.chronicle;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs a program in a child class loader, as an application server would: the first argument is the class path, the
 * second the program's class. Depends on nothing, for it is alone on its own class path. The thread gets no context
 * class loader.
 */
public final class ChildLoaderLauncher {

    private ChildLoaderLauncher() {}

    public static void main(String[] arguments) throws Exception {
        String[] entries = arguments[0].split(File.pathSeparator, -1);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < entries.length; i++) {
            urls[i] = url(entries[i]);
        }
        Thread.currentThread().setContextClassLoader(null);
        try (URLClassLoader child = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> program = Class.forName(arguments[1], true, child);
            if (!child.equals(program.getClassLoader())) {
                throw new AssertionError(program + " was loaded by " + program.getClassLoader());
            }
            program.getMethod("main", String[].class)
                    .invoke(null, (Object) Arrays.copyOfRange(arguments, 2, arguments.length));
        }
    }

    private static URL url(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }
}
