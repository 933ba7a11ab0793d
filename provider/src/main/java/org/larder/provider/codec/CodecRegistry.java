package org.larder.provider.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.larder.codec.Codec;

/**
 * The choice of codecs for one cache. In this order: the user's codec for the keys or the values; the user's codec for the
 * type; the bare form of a final built-in type, an enum or a record; Java serialization for any other final type; and for
 * a type that leaves the class open, a tagged form that does all of these.
 */
public final class CodecRegistry {

    private final String cacheName;
    private final StoredClasses classes;
    private final Map<Class<?>, Codec<?>> codecsByType;

    /**
     * Creates the choice for a cache.
     *
     * @param cacheName the name of the cache, for messages
     * @param loader where the classes of stored objects are looked up: the class loader of the cache manager
     * @param serialFilterPattern what narrows deserialization, in the syntax of {@link java.io.ObjectInputFilter}, or
     *     null
     * @param codecsByType the user's codecs by the types they are for; each encodes the type that it stands under
     * @throws javax.cache.CacheException if the pattern is malformed
     */
    public CodecRegistry(
            String cacheName,
            ClassLoader loader,
            @Nullable String serialFilterPattern,
            Map<Class<?>, Codec<?>> codecsByType) {
        this.cacheName = cacheName;
        this.codecsByType = codecsByType;
        try {
            this.classes = new StoredClasses(loader, new SerialFilter(serialFilterPattern));
        } catch (IllegalArgumentException e) {
            throw new CacheException(
                    "cache '" + cacheName + "': serialFilter '" + serialFilterPattern + "' is malformed ("
                            + e.getMessage() + "); use the syntax of java.io.ObjectInputFilter",
                    e);
        }
    }

    /** Returns the codec for keys of a configured type, {@code Object} if none was configured. */
    public <K> PayloadCodec<K> keyCodec(Class<K> type, @Nullable Codec<K> userCodec) {
        return codec(Role.KEY, type, userCodec);
    }

    /** Returns the codec for values of a configured type, {@code Object} if none was configured. */
    public <V> PayloadCodec<V> valueCodec(Class<V> type, @Nullable Codec<V> userCodec) {
        return codec(Role.VALUE, type, userCodec);
    }

    private <T> PayloadCodec<T> codec(Role role, Class<T> configuredType, @Nullable Codec<T> userCodec) {
        Place place = new Place(cacheName, role);
        // Nothing but a box can ever be a value of a primitive type.
        @SuppressWarnings("unchecked") // int.class is a Class<Integer> already
        Class<T> type = (Class<T>) MethodType.methodType(configuredType).wrap().returnType();
        @SuppressWarnings("unchecked") // the map holds codecs under their types
        Codec<T> ownCodec = userCodec != null ? userCodec : (Codec<T>) codecsByType.get(type);
        if (ownCodec != null) {
            return new UserCodec<>(place, type, ownCodec);
        }
        if (type.isEnum()) {
            return EnumCodec.of(place, type);
        }
        RecordTypes types = new RecordTypes(place, classes, codecsByType);
        if (type.isRecord()) {
            return new RecordCodec<>(place, type, types);
        }
        if (!Modifier.isFinal(type.getModifiers()) || type == Optional.class) {
            return new TaggedCodec<>(place, type, classes, types);
        }
        BuiltIn<T> form = BuiltIn.ofType(type);
        return form == null
                ? new SerializedCodec<>(place, type, classes.loader(), classes.filter())
                : new BuiltInCodec<>(place, form);
    }
}
