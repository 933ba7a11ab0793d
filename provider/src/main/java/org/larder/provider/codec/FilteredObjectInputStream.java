package org.larder.provider.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/**
 * A stream of serialized objects whose classes come from a given class loader and pass a filter. The filter of the JVM
 * still applies: without a filter factory of the application, setting a filter would replace it, so the two are merged.
 */
final class FilteredObjectInputStream extends ObjectInputStream {

    private final ClassLoader loader;

    FilteredObjectInputStream(InputStream in, ClassLoader loader, ObjectInputFilter filter) throws IOException {
        super(in);
        this.loader = loader;
        setObjectInputFilter(ObjectInputFilter.merge(filter, getObjectInputFilter()));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            // Primitive types, and classes that only the caller's loader sees; says itself what it did not find.
            return super.resolveClass(description);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaceNames) throws IOException, ClassNotFoundException {
        Class<?>[] interfaces = new Class<?>[interfaceNames.length];
        try {
            for (int i = 0; i < interfaces.length; i++) {
                interfaces[i] = Class.forName(interfaceNames[i], false, loader);
            }
            return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null)
                    .getClass();
        } catch (ClassNotFoundException | IllegalArgumentException e) {
            // Interfaces of several loaders, or not public in another loader.
            return super.resolveProxyClass(interfaceNames);
        }
    }
}
