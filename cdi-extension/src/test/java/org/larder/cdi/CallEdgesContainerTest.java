package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.Test;

/** Calls beside the beaten track: parameters that others change, overriding methods, beans that are passivated. */
class CallEdgesContainerTest {

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Trimmed {}

    @Interceptor
    @Trimmed
    @Priority(Interceptor.Priority.APPLICATION)
    static class Trimmer {
        @AroundInvoke
        Object trim(InvocationContext invocation) throws Exception {
            Object[] parameters = invocation.getParameters().clone();
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = parameters[i].toString().trim();
            }
            invocation.setParameters(parameters);
            return invocation.proceed();
        }
    }

    @ApplicationScoped
    static class Trimming {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "trimmed")
        @Trimmed
        String find(String key) {
            return "<" + key + ">" + calls.incrementAndGet();
        }

        @CacheRemove(cacheName = "trimmed")
        @Trimmed
        void drop(String key) {}

        @CachePut(cacheName = "trimmed")
        @Trimmed
        void put(@CacheKey String key, @CacheValue String value) {}
    }

    @ApplicationScoped
    static class Shop {
        @CacheResult(cacheName = "orders", exceptionCacheName = "order exceptions")
        String find(@CacheKey String key, Callable<String> work) throws Exception {
            return work.call();
        }

        @CacheResult(cacheName = "orders", exceptionCacheName = "order exceptions", skipGet = true)
        String create(String key) {
            return key;
        }

        @CacheRemove(cacheName = "orders")
        void drop(String key) {}
    }

    abstract static class Finder<T> {
        @CacheResult(cacheName = "finders")
        public String find(T key) {
            return "inherited " + key;
        }
    }

    @ApplicationScoped
    static class Plain extends Finder<String> {
        private int calls;

        @Override
        public String find(String key) {
            return key + ++calls;
        }
    }

    @ApplicationScoped
    static class Renamed extends Finder<String> {
        private int calls;

        @Override
        @CacheResult(cacheName = "renamed")
        public String find(String key) {
            return key + ++calls;
        }
    }

    static class Passivated implements Serializable {
        private static final long serialVersionUID = 1L;
        private int calls;

        @CacheResult(cacheName = "passivated")
        public int find(String key) {
            return ++calls;
        }
    }

    @SessionScoped
    static class InSession extends Passivated {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void theKeyIsThatOfTheCallAlsoWhereAnInnerInterceptorChangesTheParameters() {
        try (Container container = Container.of(Trimming.class, Trimmer.class)) {
            Trimming bean = container.bean(Trimming.class);
            assertThat(bean.find(" a")).isEqualTo("<a>1").isEqualTo(bean.find(" a"));
            bean.drop(" a");
            assertThat(bean.find(" a")).isEqualTo("<a>2");
            bean.put(" a", " put ");
            assertThat(bean.find(" a")).isEqualTo(" put ");
        }
    }

    @Test
    void aResultOfAMethodThatIsAlwaysCalledTakesTheKeptExceptionAway() throws Exception {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);
            assertThatThrownBy(() -> shop.find("a", () -> {
                        throw new IllegalArgumentException("not found");
                    }))
                    .hasMessage("not found");
            assertThatThrownBy(() -> shop.find("a", () -> "found")).hasMessage("not found");
            shop.create("a");
            shop.drop("a");
            assertThat(shop.find("a", () -> "found")).isEqualTo("found");
        }
    }

    @Test
    void aMethodThatOverridesACachedOneOfAGenericClassIsNotCached() {
        try (Container container = Container.of(Plain.class)) {
            Finder<String> finder = container.bean(Plain.class);
            assertThat(finder.find("a")).isEqualTo("a1");
            assertThat(finder.find("a")).isEqualTo("a2");
            assertThat(container.bean(Plain.class).find("a")).isEqualTo("a3");
        }
    }

    @Test
    void theAnnotationOfAnOverridingMethodTakesThePlaceOfThatOfAGenericClass() {
        try (Container container = Container.of(Renamed.class)) {
            Finder<String> finder = container.bean(Renamed.class);
            assertThat(finder.find("a")).isEqualTo("a1");
            assertThat(container.bean(Renamed.class).find("a")).isEqualTo("a1");
            assertThat(finder.find("a")).isEqualTo("a1");
            assertThat(container.cache("finders")).isEmpty();
            assertThat(container.cache("renamed")).hasSize(1);
        }
    }

    @Test
    void aBeanWithCachedMethodsMayLiveInASession() {
        try (Container container = Container.of(InSession.class)) {
            assertThat(container.caching()).isNotNull();
        }
    }

    @Test
    void aBeanThatWasPassivatedAndActivatedStillHasCachedMethods() throws Exception {
        try (Container container = Container.of(Passivated.class)) {
            Passivated bean = container.bean(Passivated.class);
            assertThat(bean.find("a")).isEqualTo(1).isEqualTo(bean.find("a"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(bean);
            }
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(container.loader()); // as servers do, by which OpenWebBeans finds itself
            try (ObjectInputStream in = new In(new ByteArrayInputStream(bytes.toByteArray()), bean.getClass())) {
                Passivated activated = (Passivated) in.readObject();
                assertThat(activated.find("a")).isEqualTo(1);
                assertThat(activated.find("b")).isEqualTo(2).isEqualTo(activated.find("b"));
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** Finds the class that the container made of a bean's, too. */
    private static final class In extends ObjectInputStream {
        private final Class<?> made;

        In(InputStream from, Class<?> made) throws java.io.IOException {
            super(from);
            this.made = made;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description)
                throws java.io.IOException, ClassNotFoundException {
            return description.getName().equals(made.getName()) ? made : super.resolveClass(description);
        }
    }
}
