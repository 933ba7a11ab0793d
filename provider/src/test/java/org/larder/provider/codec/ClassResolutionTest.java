package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

final class ClassResolutionTest {

    /** A class that the tests load once more in a child class loader. */
    public record Item(int number) implements Serializable {}

    /** An enum that the tests load once more in a child class loader. */
    public enum Colour {
        RED
    }

    /** An interface for proxies. */
    public interface Named {
        String name();
    }

    private record NamedAs(String name) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return name;
        }
    }

    /** Defines the nested classes of this test itself, as a web application does with its own. */
    private static final class ChildLoader extends ClassLoader {
        ChildLoader() {
            super(ClassResolutionTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ClassResolutionTest.class.getName() + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        @Override
        public String toString() {
            return "the child loader";
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private final ChildLoader child = new ChildLoader();

    private static PayloadCodec<Object> codec(ClassLoader loader) {
        return new CodecRegistry("items", loader, null, Map.of()).valueCodec(Object.class, null);
    }

    @Test
    void classesComeFromTheGivenLoader() throws Exception {
        Class<?> childItem = child.loadClass(Item.class.getName());
        Object item = childItem.getConstructor(int.class).newInstance(7);
        byte[] bytes = Bytes.of(codec(child), item);
        assertThat(Bytes.read(codec(child), bytes)).isEqualTo(item).isInstanceOf(childItem);
        assertThat(Bytes.read(codec(getClass().getClassLoader()), bytes)).isEqualTo(new Item(7));
    }

    @Test
    void classesOfArraysAndEnumsComeFromTheGivenLoader() throws Exception {
        byte[] array = Bytes.of(codec(child), new Item[] {new Item(1)});
        assertThat(Bytes.read(codec(child), array).getClass().getComponentType())
                .isSameAs(child.loadClass(Item.class.getName()));
        byte[] colour = Bytes.of(codec(child), Colour.RED);
        assertThat(Bytes.read(codec(child), colour).getClass()).isSameAs(child.loadClass(Colour.class.getName()));
    }

    @Test
    void proxiesComeFromTheGivenLoader() throws Exception {
        ClassLoader own = getClass().getClassLoader();
        Object proxy = Proxy.newProxyInstance(own, new Class<?>[] {Named.class}, new NamedAs("x"));
        byte[] bytes = Bytes.of(codec(own), proxy);
        assertThat(((Named) Bytes.read(codec(own), bytes)).name()).isEqualTo("x");
        assertThat(Bytes.read(codec(child), bytes).getClass().getInterfaces())
                .containsExactly(child.loadClass(Named.class.getName()));
    }

    @Test
    void primitiveClassesAreFoundByAnyLoader() {
        List<Class<?>> classes = List.of(int.class, void.class, long[].class);
        assertThat(Bytes.read(codec(child), Bytes.of(codec(child), classes))).isEqualTo(classes);
    }

    @Test
    void aMissingClassIsAClearErrorThatNamesTheLoader() {
        byte[] bytes = Bytes.of(codec(child), new Item(7));
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("$Item");
        bytes[at + 1] = 'J';
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec(child), bytes))
                .withCauseInstanceOf(ClassNotFoundException.class)
                .withMessageContaining("cache 'items'")
                .withMessageContaining("$Jtem is not visible to the class loader")
                .withMessageContaining("the child loader");
    }
}
