package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** That a run of the tests was in the container, and with the extension, that the build asked for. */
class ThisContainerTest {

    @Test
    void testsRunInTheContainerThatTheBuildNames() {
        try (SeContainer container = SeContainerInitializer.newInstance()
                .addBeanClasses(ThisContainerTest.class)
                .initialize()) {
            assertThat(container
                            .getClass()
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString())
                    .contains(System.getProperty("container.under.test"));
        }
    }

    @Test
    void theExtensionIsTheOneThatTheBuildNames() {
        boolean portable = ServiceLoader.load(Extension.class).stream()
                .anyMatch(provider -> provider.type().equals(LarderExtension.class));

        assertThat(portable ? "LarderExtension" : "LarderLiteExtension")
                .isEqualTo(System.getProperty("extension.under.test"));
    }
}
