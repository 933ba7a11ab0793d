package org.larder.cdi.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of a bean class: its own, and those it inherits and does not override. */
public final class BeanMethods {

    private final List<Method> methods = new ArrayList<>();
    private final List<Method> bridges = new ArrayList<>();
    private final Map<String, Method> callable = new HashMap<>();

    /** The signatures of methods of generic classes that further methods override, whose own signatures are others. */
    private final Set<String> overridden = new HashSet<>();

    /** Collects those of a class. */
    public BeanMethods(Class<?> beanClass) {
        for (Class<?> type = beanClass; type != null && !type.equals(Object.class); type = type.getSuperclass()) {
            List<Method> declared = List.of(type.getDeclaredMethods());
            declared.forEach(this::add);
            declared.stream()
                    .filter(method -> method.isBridge() && isOfOverriding(method, declared))
                    .forEach(bridge -> overridden.add(signatureOf(bridge)));
        }
    }

    /** Whether a bridge stands for a method of its class, and not for one that the class only shows. */
    private static boolean isOfOverriding(Method bridge, List<Method> declared) {
        return declared.stream().anyMatch(method -> !method.isBridge() && leadsTo(bridge, method));
    }

    private static boolean hasTypesOfItsClass(Method method) {
        return !Arrays.equals(method.getGenericParameterTypes(), method.getParameterTypes());
    }

    private void add(Method method) {
        boolean isOverridden = hasTypesOfItsClass(method) && overridden.contains(signatureOf(method));
        if (method.isBridge() || isOverridden) {
            bridges.add(method);
        } else if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            methods.add(method);
        } else if (callable.putIfAbsent(signatureOf(method), method) == null) {
            methods.add(method);
        }
    }

    /** All methods, but for bridges. */
    public Collection<Method> all() {
        return methods;
    }

    /** The bridges of the compiler, and the overridden methods that they stand for, which containers may name. */
    public Collection<Method> bridges() {
        return bridges;
    }

    /** The method that a bridge leads to among some; the bridge itself if there is none, or several may be meant. */
    public static Method targetOf(Method bridge, Collection<Method> among) {
        List<Method> targets =
                among.stream().filter(method -> leadsTo(bridge, method)).toList();
        return targets.size() == 1
                ? targets.get(0)
                : targets.stream()
                        .filter(method -> signatureOf(method).equals(signatureOf(bridge)))
                        .findFirst()
                        .orElse(bridge);
    }

    private static boolean leadsTo(Method bridge, Method method) {
        if (!bridge.getName().equals(method.getName())
                || bridge.getParameterCount() != method.getParameterCount()
                || !bridge.getReturnType().isAssignableFrom(method.getReturnType())) {
            return false;
        }
        for (int i = 0; i < bridge.getParameterCount(); i++) {
            if (!bridge.getParameterTypes()[i].isAssignableFrom(method.getParameterTypes()[i])) {
                return false;
            }
        }
        return true;
    }

    /** What keeps containers from coming between a method of a bean and its callers, in a word or two; null for nothing. */
    public static @Nullable String obstacleOf(Method method, Class<?> beanClass) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers)) {
            return "private";
        }
        if (Modifier.isStatic(modifiers)) {
            return "static";
        }
        if (Modifier.isFinal(modifiers)) {
            return "final";
        }
        boolean isOfPackage = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
        return isOfPackage && !method.getDeclaringClass().getPackageName().equals(beanClass.getPackageName())
                ? "package-private, in another package than the bean"
                : null;
    }

    /** The interfaces of a class, those of its superclasses, and those that they extend. */
    public static Set<Class<?>> interfacesOf(Class<?> beanClass) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
            Arrays.stream(type.getInterfaces()).forEach(each -> addInterface(each, found));
        }
        return found;
    }

    private static void addInterface(Class<?> type, Set<Class<?>> found) {
        if (found.add(type)) {
            Arrays.stream(type.getInterfaces()).forEach(each -> addInterface(each, found));
        }
    }

    private static String signatureOf(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** Whether a method of the bean is what callers of another one, of an interface of it, get to. */
    public static boolean implementsIt(Method method, Method declared) {
        return leadsTo(declared, method) && !Modifier.isStatic(method.getModifiers());
    }
}
