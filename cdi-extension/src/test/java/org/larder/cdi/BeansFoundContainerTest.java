package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;
import org.larder.annotation.CacheSettings;

/** Which classes are read: all beans that have an annotation of ours anywhere, and no others. */
class BeansFoundContainerTest {

    @Dependent
    static class OnMethod {
        @CacheResult(cacheName = "found")
        String result(String key) {
            return key;
        }
    }

    @Dependent
    static class OnMethodOfSuperclass extends OnMethod {}

    @Dependent
    static class OnParameter {
        String result(@InDomain("local") String key) {
            return key;
        }
    }

    @Dependent
    @CacheDefaults(cacheName = "found")
    static class OnClass {}

    @Dependent
    static class OnField {
        @CacheSettings(cache = "found", eternal = true)
        String unused = "";
    }

    @Stereotype
    @CacheResult(cacheName = "found")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cached {}

    @Dependent
    @Cached
    static class OnStereotype {
        String result(String key) {
            return key;
        }
    }

    interface Service {
        String result(String key);
    }

    @Dependent
    @Typed(Service.class)
    static class OfOneType implements Service {
        @Override
        @CacheResult(cacheName = "found")
        public String result(String key) {
            return key;
        }
    }

    @Dependent
    static class WithoutAny implements Service {
        @Override
        public String result(String key) {
            return key;
        }
    }

    @Vetoed
    static class Outcast extends OnMethod {}

    abstract static class NoBean {
        @CacheResult(cacheName = "found")
        abstract String result(String key);
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Marked {}

    @Interceptor
    @Marked
    @jakarta.annotation.Priority(Interceptor.Priority.APPLICATION)
    static class AnInterceptor {
        @CacheSettings(cache = "found", eternal = true)
        String unused = "";

        @AroundInvoke
        Object proceed(InvocationContext invocation) throws Exception {
            return invocation.proceed();
        }
    }

    @Decorator
    @jakarta.annotation.Priority(Interceptor.Priority.APPLICATION)
    static class ADecorator implements Service {
        @CacheSettings(cache = "found", eternal = true)
        String unused = "";

        @Inject
        @Delegate
        Service delegate;

        @Override
        public String result(String key) {
            return delegate.result(key);
        }
    }

    @ApplicationScoped
    static class OfApplication extends OnMethod {}

    @Test
    void anAnnotatedParameterIsEnoughToBeReadAndRefused() {
        assertThatThrownBy(() -> Container.of(OnParameter.class))
                .hasStackTraceContaining(OnParameter.class.getName() + ".result");
    }

    @Test
    void beansAreReadWhereverTheirAnnotationIs() {
        try (LogCapture log = new LogCapture(Deployment.class);
                Container container = Container.of(
                        OnMethod.class,
                        OnMethodOfSuperclass.class,
                        OnClass.class,
                        OnField.class,
                        OnStereotype.class,
                        OfOneType.class,
                        WithoutAny.class,
                        Outcast.class,
                        NoBean.class,
                        AnInterceptor.class,
                        ADecorator.class,
                        OfApplication.class)) {
            assertThat(container.container().isRunning()).isTrue();
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains(
                            OnMethod.class.getName() + ",",
                            OnMethodOfSuperclass.class.getName(),
                            OnClass.class.getName(),
                            OnField.class.getName(),
                            OnStereotype.class.getName(),
                            OfOneType.class.getName(),
                            OfApplication.class.getName())
                    .doesNotContain(
                            WithoutAny.class.getName(),
                            Outcast.class.getName(),
                            NoBean.class.getName(),
                            AnInterceptor.class.getName(),
                            ADecorator.class.getName());
        }
    }
}
