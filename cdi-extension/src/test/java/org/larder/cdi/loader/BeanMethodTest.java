package org.larder.cdi.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.larder.cdi.bean.BeanReferences;

/** Calls of loaders in a container that is in trouble. */
class BeanMethodTest {

    /** A class of a bean. */
    interface Loading {
        String load(String key);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void theThreadKeepsItsClassLoaderAlsoWhereTheContainerHasNoRequestToGive() throws Exception {
        Bean<?> bean = fake(
                Bean.class, (proxy, method, parameters) -> method.getName().equals("getBeanClass") ? Loading.class : 1);
        BeanContainer container = fake(BeanContainer.class, (proxy, method, parameters) -> switch (method.getName()) {
            case "getBeans" -> Set.of(bean);
            case "resolve" -> bean;
            default -> throw new IllegalStateException("the container is stopped");
        });
        BeanMethod called = new BeanMethod(
                new BeanReferences(container),
                Loading.class,
                Loading.class.getDeclaredMethod("load", String.class),
                new ClassLoader() {});
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThatThrownBy(() -> called.call("a")).hasMessage("the container is stopped");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
}
