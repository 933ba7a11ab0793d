package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void giveBack() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void theClassLoaderOfTheDeployingThreadIsThatOfTheApplication() throws Exception {
        try (URLClassLoader ofApplication = new URLClassLoader(new URL[0], Deployment.class.getClassLoader())) {
            assertThat(loaderSeenFrom(ofApplication)).isSameAs(ofApplication);
        }
    }

    @Test
    void aThreadWithoutOneHasThatOfTheExtension() {
        assertThat(loaderSeenFrom(null)).isSameAs(Deployment.class.getClassLoader());
    }

    @Test
    void oneThatDoesNotSeeTheStandardIsNotTaken() {
        assertThat(loaderSeenFrom(ClassLoader.getPlatformClassLoader())).isSameAs(Deployment.class.getClassLoader());
    }

    @Test
    void oneThatSeesAnotherCopyOfTheStandardIsNotTaken() throws Exception {
        URL standard = Cache.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader ofServer = new URLClassLoader(new URL[] {standard}, null)) {
            assertThat(loaderSeenFrom(ofServer)).isSameAs(Deployment.class.getClassLoader());
        }
    }

    private static ClassLoader loaderSeenFrom(ClassLoader ofThread) {
        Thread.currentThread().setContextClassLoader(ofThread);
        return Deployment.begin().loader();
    }
}
