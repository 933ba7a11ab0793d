package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import javax.cache.annotation.CacheResult;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.larder.annotation.CacheSettings;

/** What is left of an application that could not be deployed: nothing. */
class FailedStartContainerTest {

    @Dependent
    static class Counted {
        @CacheSettings(eternal = true, statistics = true)
        @CacheResult(cacheName = "counted of failed start")
        public String result(String key) {
            return key;
        }
    }

    @Dependent
    static class Impossible {
        @CacheSettings(encrypted = true)
        @CacheResult(cacheName = "without key")
        public String result(String key) {
            return key;
        }
    }

    /** Finds something wrong. */
    public static class Refusal implements Extension {
        void refuse(@Observes AfterDeploymentValidation validated) {
            throw new IllegalStateException("refused");
        }
    }

    @Test
    void theCachesOfTheOthersAreShownWhileAnApplicationRuns() throws Exception {
        try (Container container = Container.of(Counted.class)) {
            assertThat(container.container().isRunning()).isTrue();
            assertThat(shown()).hasSize(1);
        }
        assertThat(shown()).isEmpty();
    }

    @Test
    void aCacheThatCannotBeMadeClosesTheOthers() throws Exception {
        assertThatThrownBy(() -> Container.of(Counted.class, Impossible.class)).hasStackTraceContaining("without key");

        assertThat(shown()).isEmpty();
    }

    @Test
    void whereAnotherRefusesTheApplicationNoneIsMade() throws Exception {
        assertThatThrownBy(FailedStartContainerTest::startRefused).isInstanceOf(Exception.class);

        assertThat(shown()).isEmpty();
    }

    private static void startRefused() {
        try (SeContainer container = SeContainerInitializer.newInstance()
                .setClassLoader(new URLClassLoader(new URL[0], FailedStartContainerTest.class.getClassLoader()))
                .addBeanClasses(Counted.class)
                .addExtensions(new Refusal())
                .initialize()) {
            assertThat(container.isRunning()).isTrue();
        }
    }

    private static Set<ObjectName> shown() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("javax.cache:type=CacheStatistics,Cache=counted of failed start,*"), null);
    }
}
