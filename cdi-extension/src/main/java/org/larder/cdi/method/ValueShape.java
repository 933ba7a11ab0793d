package org.larder.cdi.method;

import java.io.InputStream;
import java.io.Reader;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * How the value that a cache keeps lies in a type of a method.
 *
 * @param staged whether it comes in a {@link CompletionStage}
 * @param wrapping what it is wrapped in, within the stage if there is one
 * @param type what is kept
 */
public record ValueShape(boolean staged, Wrapping wrapping, Type type) {

    /** How values lie in a type. */
    public static ValueShape of(Type type) {
        Class<?> raw = rawOf(type);
        boolean staged = raw.equals(CompletionStage.class) || raw.equals(CompletableFuture.class);
        Type inner = staged ? argumentOf(type) : type;
        Class<?> rawInner = rawOf(inner);
        if (rawInner.equals(Optional.class)) {
            return new ValueShape(staged, Wrapping.OPTIONAL, argumentOf(inner));
        }
        if (rawInner.equals(OptionalInt.class)) {
            return new ValueShape(staged, Wrapping.OPTIONAL_INT, Integer.class);
        }
        if (rawInner.equals(OptionalLong.class)) {
            return new ValueShape(staged, Wrapping.OPTIONAL_LONG, Long.class);
        }
        if (rawInner.equals(OptionalDouble.class)) {
            return new ValueShape(staged, Wrapping.OPTIONAL_DOUBLE, Double.class);
        }
        return new ValueShape(staged, Wrapping.NONE, inner instanceof Class<?> plain ? boxed(plain) : inner);
    }

    /** The class of what is kept, as far as the type tells. */
    public Class<?> rawType() {
        return rawOf(type);
    }

    /** Why no cache can keep such a value; null if it can. */
    @Nullable
    String obstacle() {
        Class<?> raw = rawType();
        if (raw.equals(Void.class) || raw.equals(void.class)) {
            return "nothing, and there is nothing to keep";
        }
        if (CompletionStage.class.isAssignableFrom(raw) || Future.class.isAssignableFrom(raw)) {
            return "%s, which cannot be kept; it may return a CompletionStage or a CompletableFuture of what is to be kept"
                    .formatted(raw.getName());
        }
        if (BaseStream.class.isAssignableFrom(raw)
                || Iterator.class.isAssignableFrom(raw)
                || InputStream.class.isAssignableFrom(raw)
                || Reader.class.isAssignableFrom(raw)) {
            return "%s, which can be used once only and not be kept; it may return a list or an array"
                    .formatted(raw.getName());
        }
        return null;
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static Type argumentOf(Type type) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : Object.class;
    }

    private static Class<?> rawOf(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return rawOf(parameterized.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return rawOf(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof TypeVariable<?> variable) {
            return rawOf(variable.getBounds()[0]);
        }
        return type instanceof WildcardType wildcard ? rawOf(wildcard.getUpperBounds()[0]) : Object.class;
    }
}
