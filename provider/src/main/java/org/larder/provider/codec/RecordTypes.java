package org.larder.provider.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.larder.codec.Codec;

/**
 * The record types among the keys or the values of one cache, and the slots of their components. Thread-safe. Nothing
 * here outlives the cache, so the classes of its records can be unloaded.
 */
final class RecordTypes {

    private final Place place;
    private final StoredClasses classes;
    private final Map<Class<?>, PayloadCodec<?>> codecs = new HashMap<>();
    private final Map<String, PayloadCodec<?>> codecsByName = new HashMap<>();
    private final Map<Class<?>, RecordType> byClass = new ConcurrentHashMap<>();
    private final Map<String, RecordType> byName = new ConcurrentHashMap<>();
    private final OpenSlot open;

    /**
     * Creates the types of one cache and role.
     *
     * @param codecsByType the user's codecs by the types they are for
     */
    RecordTypes(Place place, StoredClasses classes, Map<Class<?>, Codec<?>> codecsByType) {
        this.place = place;
        this.classes = classes;
        codecsByType.forEach((type, codec) -> codecs.put(type, userCodec(place, type, codec)));
        codecs.forEach((type, codec) -> codecsByName.put(type.getName(), codec));
        this.open = new OpenSlot(place, classes, this);
    }

    @SuppressWarnings("unchecked") // each codec stands under the type that it is for
    private static <T> PayloadCodec<T> userCodec(Place place, Class<T> type, Codec<?> codec) {
        return new UserCodec<>(place, type, (Codec<T>) codec);
    }

    /** The slot of values whose declared type leaves the class open. */
    OpenSlot open() {
        return open;
    }

    /** The codec of the user for exactly a type, or null if there is none. */
    @SuppressWarnings("unchecked") // it is only ever given what its type says
    @Nullable
    PayloadCodec<Object> codecFor(Class<?> type) {
        return (PayloadCodec<Object>) codecs.get(type);
    }

    /**
     * The codec of the user for a type that stored bytes name.
     *
     * @throws FormException if there is none
     */
    PayloadCodec<?> codecNamed(String typeName) {
        PayloadCodec<?> codec = codecsByName.get(typeName);
        if (codec == null) {
            throw new FormException(
                    "the cache has no codec for " + typeName
                            + ", which it was stored with; add it with LarderConfiguration.addCodec, or remove the entry",
                    null);
        }
        return codec;
    }

    /**
     * The form of a record class.
     *
     * @throws FormException if its records cannot be taken apart
     */
    RecordType of(Class<?> type) {
        RecordType known = byClass.get(type);
        return known != null ? known : byClass.computeIfAbsent(type, absent -> new RecordType(absent, this));
    }

    /**
     * The form of a record class that stored bytes name.
     *
     * @throws FormException if the class may not be loaded or is no record
     */
    RecordType named(String name) {
        RecordType known = byName.get(name);
        if (known == null) {
            known = of(requireRecord(classes.find(name)));
            byName.put(name, known);
        }
        return known;
    }

    private static Class<?> requireRecord(Class<?> found) {
        if (!found.isRecord()) {
            throw new FormException(
                    found.getName()
                            + " is no record; the class was changed after the entry was stored: remove the entry",
                    null);
        }
        return found;
    }

    /** The slot of a component. */
    Slot slot(RecordComponent component) {
        Class<?> type = component.getType();
        return component.getGenericType() instanceof GenericArrayType array && codecFor(type) == null
                ? ArraySlot.of(type.getComponentType(), slot(array.getGenericComponentType()))
                : slot(component.getGenericType());
    }

    private Slot slot(Type declared) {
        if (declared instanceof Class<?> type) {
            return slot(type, new Type[0]);
        }
        if (declared instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> type) {
            return slot(type, generic.getActualTypeArguments());
        }
        if (declared instanceof WildcardType wildcard) {
            return slot(wildcard.getUpperBounds()[0]);
        }
        return open; // a type variable: only the value tells
    }

    private Slot slot(Class<?> type, Type[] arguments) {
        PayloadCodec<?> codec = codecFor(type);
        if (codec != null) {
            return Slots.Coded.of(Kind.CODEC, codec);
        }
        if (type.isPrimitive()) {
            return Slots.Primitive.of(type, boxed(type));
        }
        if (type.isEnum()) {
            return Slots.Coded.of(BuiltIn.ENUM_ID, EnumCodec.of(place, type));
        }
        if (type.isRecord()) {
            return new Slots.OfRecord(type, this);
        }
        BuiltIn<?> form = Modifier.isFinal(type.getModifiers()) ? BuiltIn.ofType(type) : null;
        if (form != null) {
            Slots.Coded coded = Slots.Coded.of(form, place);
            return type == String.class ? new Slots.Text(coded) : coded;
        }
        if (type.isArray()) {
            return ArraySlot.of(type.getComponentType(), slot(type.getComponentType(), new Type[0]));
        }
        return containerSlot(type, arguments);
    }

    private Slot containerSlot(Class<?> type, Type[] arguments) {
        if (type == List.class) {
            return CollectionSlot.ofList(argument(arguments, 0));
        }
        if (type == Set.class) {
            return CollectionSlot.ofSet(argument(arguments, 0));
        }
        if (type == Map.class) {
            return MapSlot.of(argument(arguments, 0), argument(arguments, 1));
        }
        if (type == Optional.class) {
            return Slots.Maybe.of(argument(arguments, 0));
        }
        return place.role() == Role.KEY && Containers.isRemade(type) ? new Slots.Remade(open, type) : open;
    }

    private Slot argument(Type[] arguments, int index) {
        return index < arguments.length ? slot(arguments[index]) : open;
    }

    private static BuiltIn<?> boxed(Class<?> primitive) {
        BuiltIn<?> box = BuiltIn.ofType(MethodType.methodType(primitive).wrap().returnType());
        if (box == null) {
            throw new IllegalStateException("no form for " + primitive);
        }
        return box;
    }
}
