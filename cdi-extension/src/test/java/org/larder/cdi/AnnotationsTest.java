package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;
import org.larder.annotation.LoadsCache;

/** That what both extensions say to their containers is complete, and the same. */
class AnnotationsTest {

    @Test
    void allAnnotationsOfTheStandardAndOfLarderAreRead() {
        Set<String> all = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackagesOf(CacheResult.class, LoadsCache.class, NamedCache.class)
                        .stream()
                        .filter(JavaClass::isAnnotation)
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertThat(Annotations.READ).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void thePortableExtensionAsksForAllOfThem() {
        List<Class<?>> asked = parametersOf(LarderExtension.class, "collect")
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(WithAnnotations.class)))
                .<Class<?>>flatMap(with -> Arrays.stream(with.value()))
                .toList();

        assertThat(asked).containsExactlyInAnyOrderElementsOf(Annotations.READ);
    }

    @Test
    void theOtherExtensionPlacesAllInterceptors() {
        List<Class<?>> placed = methodsOf(LarderLiteExtension.class)
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(Enhancement.class)))
                .<Class<?>>flatMap(enhancement -> Arrays.stream(enhancement.types()))
                .toList();

        assertThat(placed).containsExactlyInAnyOrderElementsOf(Annotations.INTERCEPTED.values());
    }

    @Test
    void interceptorsHaveTheAnnotationThatTheyCarryOut() {
        assertThat(Annotations.INTERCEPTED)
                .allSatisfy((annotation, interceptor) -> assertThat(interceptor).hasAnnotation(annotation));
    }

    @Test
    void testsOnWeldRunTheOtherExtensionAsItIsAnnotated() {
        assertThat(callbacksOf(UnskippedLiteExtension.class))
                .containsExactlyInAnyOrderElementsOf(callbacksOf(LarderLiteExtension.class));
    }

    private static List<List<Object>> callbacksOf(Class<?> extension) {
        return methodsOf(extension)
                .map(method -> List.<Object>of(
                        List.of(method.getParameterTypes()), List.<Annotation>of(method.getAnnotations())))
                .toList();
    }

    private static Stream<Method> methodsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> method.getAnnotations().length > 0);
    }

    private static Stream<java.lang.reflect.Parameter> parametersOf(Class<?> type, String method) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(declared -> declared.getName().equals(method))
                .flatMap(declared -> Arrays.stream(declared.getParameters()));
    }
}
