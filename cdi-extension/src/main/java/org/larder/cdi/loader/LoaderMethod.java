package org.larder.cdi.loader;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.larder.CachedData;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.cdi.bean.BeanMethods;
import org.larder.cdi.bean.Place;
import org.larder.expiry.TimeToLive;

/**
 * A method of a bean that loads a cache, read and checked.
 *
 * @param beanClass the class of the bean, which may have inherited it
 * @param method the method
 * @param cacheName the name of the cache
 * @param form what it takes and returns
 * @param keyType the type of keys, {@code Object} if it is not known
 * @param valueType the type of values in the cache
 * @param domain who shares the cache; empty if it does not say
 * @param timeToLive how long entries live, or null if it does not say
 */
record LoaderMethod(
        Class<?> beanClass,
        Method method,
        String cacheName,
        Form form,
        Class<?> keyType,
        Class<?> valueType,
        String domain,
        @Nullable TimeToLive timeToLive,
        double refreshAhead,
        long staleOnErrorSeconds) {

    /** The types of parameters that keys come in, several at once. */
    private static final Set<Class<?>> SEVERAL = Set.of(Iterable.class, Collection.class, Set.class);

    /** What a method takes and returns. */
    enum Form {
        /** A key; its value. */
        ONE,
        /** Keys; a map of them to their values. */
        SEVERAL,
        /** A resource id; its data. */
        DATA
    }

    /** Where it is, for messages. */
    String place() {
        return Place.of(method, beanClass);
    }

    /**
     * Reads a method of a bean.
     *
     * @param problems told what is wrong with it
     * @return what it loads, or null if it loads nothing or something is wrong with it
     */
    static @Nullable LoaderMethod of(Class<?> beanClass, Method method, Consumer<String> problems) {
        LoadsCache ofCache = method.getAnnotation(LoadsCache.class);
        LoadsData ofData = method.getAnnotation(LoadsData.class);
        if (ofCache == null && ofData == null) {
            return null;
        }
        Reading reading = new Reading(beanClass, method, problems);
        if (ofCache != null && ofData != null) {
            reading.problem("it has @LoadsCache and @LoadsData; leave one");
            return null;
        }
        return ofCache != null ? reading.ofCache(ofCache) : reading.ofData(ofData);
    }

    /** A method while it is read. */
    private record Reading(Class<?> beanClass, Method method, GenericTypes types, Consumer<String> problems) {

        Reading(Class<?> beanClass, Method method, Consumer<String> problems) {
            this(beanClass, method, new GenericTypes(beanClass), problems);
        }

        void problem(String what) {
            problems.accept("%s cannot load a cache: %s".formatted(Place.of(method, beanClass), what));
        }

        @Nullable
        LoaderMethod ofCache(LoadsCache annotation) {
            if (!isCallable("takes one key, or keys in an Iterable, a Collection or a Set")
                    || !isName("value", annotation.value())
                    || !areLegal(annotation.refreshAhead(), annotation.staleOnErrorSeconds())) {
                return null;
            }
            Type parameter = method.getGenericParameterTypes()[0];
            Type result = method.getGenericReturnType();
            boolean isOfSeveral = SEVERAL.contains(types.classOf(parameter));
            if (isOfSeveral && !isMapOf(parameter, result)) {
                return null;
            }
            return new LoaderMethod(
                    beanClass,
                    method,
                    annotation.value(),
                    isOfSeveral ? Form.SEVERAL : Form.ONE,
                    boxed(isOfSeveral ? types.argument(parameter, 0) : types.classOf(parameter)),
                    boxed(isOfSeveral ? types.argument(result, 1) : types.classOf(result)),
                    "",
                    null,
                    annotation.refreshAhead(),
                    annotation.staleOnErrorSeconds());
        }

        private boolean isMapOf(Type keys, Type result) {
            if (!types.classOf(result).equals(Map.class)) {
                problem("it takes several keys and returns %s; let it return a Map of those keys to their values"
                        .formatted(types.classOf(result).getName()));
                return false;
            }
            if (!types.argument(keys, 0).equals(types.argument(result, 0))) {
                problem("it takes keys of type %s and returns a Map of keys of type %s; let them be the same"
                        .formatted(
                                types.argument(keys, 0).getName(),
                                types.argument(result, 0).getName()));
                return false;
            }
            return true;
        }

        @Nullable
        LoaderMethod ofData(LoadsData annotation) {
            if (!isCallable("takes the resource id, a String")
                    || !isName("dataType", annotation.dataType())
                    || !areLegal(annotation.refreshAhead(), annotation.staleOnErrorSeconds())) {
                return null;
            }
            Class<?> id = types.classOf(method.getGenericParameterTypes()[0]);
            if (!id.equals(String.class)) {
                problem("it takes a %s; let it take the resource id, a String".formatted(id.getName()));
                return null;
            }
            if (annotation.ttlSeconds() <= 0) {
                problem("ttlSeconds is %d; give at least 1".formatted(annotation.ttlSeconds()));
                return null;
            }
            return new LoaderMethod(
                    beanClass,
                    method,
                    annotation.dataType(),
                    Form.DATA,
                    String.class,
                    CachedData.class,
                    annotation.domain(),
                    TimeToLive.ofSeconds(annotation.ttlSeconds()),
                    annotation.refreshAhead(),
                    annotation.staleOnErrorSeconds());
        }

        private boolean isCallable(String form) {
            String obstacle = BeanMethods.obstacleOf(method, beanClass);
            if (obstacle != null) {
                problem("it is %s, so that it cannot be called through its bean; let it not be".formatted(obstacle));
                return false;
            }
            if (method.getParameterCount() != 1) {
                problem("it has %d parameters; a method that loads %s".formatted(method.getParameterCount(), form));
                return false;
            }
            Class<?> result = types.classOf(method.getGenericReturnType());
            if (result == void.class
                    || Optional.class.isAssignableFrom(result)
                    || CompletionStage.class.isAssignableFrom(result)) {
                problem("it returns %s; let it return the value itself, or null if there is none"
                        .formatted(result.getName()));
                return false;
            }
            return true;
        }

        private boolean isName(String member, String name) {
            if (name.isEmpty()) {
                problem("%s is empty; give the name of the cache".formatted(member));
            }
            return !name.isEmpty();
        }

        private boolean areLegal(double refreshAhead, long staleOnErrorSeconds) {
            if (!(refreshAhead >= 0 && refreshAhead < 1)) {
                problem("refreshAhead is %s; give a share of the life of entries from 0 to less than 1, such as 0.8"
                        .formatted(refreshAhead));
                return false;
            }
            if (staleOnErrorSeconds < 0) {
                problem("staleOnErrorSeconds is %d; give at least 1, or leave it out".formatted(staleOnErrorSeconds));
                return false;
            }
            return true;
        }

        private static Class<?> boxed(Class<?> type) {
            return MethodType.methodType(type).wrap().returnType();
        }
    }
}
