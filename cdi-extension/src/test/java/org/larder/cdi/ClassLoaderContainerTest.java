package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class ClassLoaderContainerTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** Has its own classes of an application, and all others in common with the tests. */
    private static final class OfApplication extends URLClassLoader {
        OfApplication(ClassLoader parent) {
            super(
                    new URL[] {
                        ChildApplication.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                return name.startsWith(ChildApplication.class.getName())
                        ? findClass(name)
                        : super.loadClass(name, resolve);
            }
        }
    }

    @Test
    void anApplicationInALoaderOfItsOwnGetsItsOwnObjectsWhateverTheLoaderOfTheThreadIs() throws Exception {
        try (OfApplication loader = new OfApplication(before)) {
            Class<?> shopClass = loader.loadClass(ChildApplication.Shop.class.getName());
            Class<?> ordersClass = loader.loadClass(ChildApplication.Orders.class.getName());
            assertThat(shopClass).isNotEqualTo(ChildApplication.Shop.class);
            try (Container container = Container.of(loader, shopClass, ordersClass)) {
                Object shop = container.bean(shopClass);

                Thread.currentThread().setContextClassLoader(new ClassLoader(null) {});
                for (String operation : new String[] {"load", "result"}) {
                    Object first = shopClass.getMethod(operation, String.class).invoke(shop, "a");
                    Object second = shopClass.getMethod(operation, String.class).invoke(shop, "a");
                    assertThat(second).isEqualTo(first).isNotSameAs(first);
                    assertThat(second.getClass().getClassLoader()).isEqualTo(loader);
                }
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }
}
