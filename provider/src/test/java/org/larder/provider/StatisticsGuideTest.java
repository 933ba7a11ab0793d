package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.MBeanAttributeInfo;
import javax.management.NotCompliantMBeanException;
import javax.management.StandardMBean;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.junit.jupiter.api.Test;
import org.larder.management.CacheStorageMXBean;

/** The page of the guide that lists what a cache tells of itself lists all of it. */
class StatisticsGuideTest {

    private static final String ROOT = "org.larder.provider.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.larder");
    private final String page = page();

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "guide", "statistics.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyAttributeIsOnThePage() throws Exception {
        assertThat(Stream.concat(attributes(CacheStorageMXBean.class), attributes(CacheStatisticsMXBean.class)))
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static Stream<String> attributes(Class<?> type) throws NotCompliantMBeanException {
        Object nobody = Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
        return Arrays.stream(bean(type, nobody).getMBeanInfo().getAttributes()).map(MBeanAttributeInfo::getName);
    }

    private static <T> StandardMBean bean(Class<T> type, Object object) throws NotCompliantMBeanException {
        return new StandardMBean(type.cast(object), type, true);
    }

    @Test
    void everyEventAndItsFieldsAreOnThePage() {
        List<JavaClass> events = classes.stream()
                .filter(type -> type.isAssignableTo(Event.class))
                .toList();
        assertThat(events).hasSize(4).allSatisfy(event -> {
            assertThat(page)
                    .contains("| `" + event.getAnnotationOfType(Name.class).value() + "` |");
            assertThat(event.getFields().stream()
                            .filter(field -> field.isAnnotatedWith(Label.class))
                            .map(field -> field.getName()))
                    .isNotEmpty()
                    .allSatisfy(field -> assertThat(page).contains("`" + field + "`"));
        });
    }

    @Test
    void everyLoggerIsOnThePage() {
        assertThat(classes.stream()
                        .filter(type -> type.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTarget().getName().equals("getLogger")))
                        .map(JavaClass::getName))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(page)
                        .contains("| `" + (name.startsWith(ROOT) ? name.substring(ROOT.length()) : name) + "` |"));
    }
}
