package org.larder.cdi.bean;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where something is said, in the words of messages. */
public final class Place {

    private Place() {}

    /** Names a class, a method, a constructor, a parameter or a field. */
    public static String of(AnnotatedElement element) {
        if (element instanceof Class<?> type) {
            return type.getName();
        }
        if (element instanceof Executable executable) {
            return executable(executable);
        }
        if (element instanceof Parameter parameter) {
            return "parameter %s of %s".formatted(parameter.getName(), executable(parameter.getDeclaringExecutable()));
        }
        if (element instanceof Field field) {
            return "%s.%s".formatted(field.getDeclaringClass().getName(), field.getName());
        }
        return element.toString();
    }

    /** Names a method as it is called on beans of a class, which may have inherited it. */
    public static String of(Method method, Class<?> beanClass) {
        return method.getDeclaringClass().equals(beanClass)
                ? of(method)
                : "%s of %s".formatted(of(method), beanClass.getName());
    }

    private static String executable(Executable executable) {
        String parameters = Arrays.stream(executable.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        String name = executable.getDeclaringClass().getName();
        return executable instanceof Method
                ? "%s.%s(%s)".formatted(name, executable.getName(), parameters)
                : "%s(%s)".formatted(name, parameters);
    }
}
