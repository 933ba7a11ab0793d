package org.larder.provider.codec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The collections and maps of the JDK that are written by their elements, and the numbers that tell their classes. Which
 * class comes back matters for order and for being modifiable; whichever it is, it equals what was stored.
 */
final class Containers {

    /** Unmodifiable; a set or map of this kind has no order, a list may hold null. */
    static final int PLAIN = 1;

    /** {@link ArrayList}, {@link HashSet}, {@link HashMap}. */
    static final int USUAL = 2;

    /** {@link LinkedHashSet}, {@link LinkedHashMap}. */
    static final int LINKED = 3;

    /** {@link TreeSet}, {@link TreeMap} in natural order. */
    static final int SORTED = 4;

    /** An unmodifiable set or map with an order, which may hold null: all other classes. */
    static final int ORDERED = 5;

    /** A set or map in a key: elements on their own, sorted by their bytes, so that equal ones have the same bytes. */
    static final int CANONICAL = 6;

    /** For how many elements there is room before the first is read; damaged bytes may announce any number of them. */
    private static final int FIRST_ROOM = 1_000;

    private static final String IMMUTABLE = "java.util.ImmutableCollections$";

    private static final Map<Class<?>, Integer> VARIANTS = Map.of(
            ArrayList.class, USUAL,
            HashSet.class, USUAL,
            HashMap.class, USUAL,
            LinkedHashSet.class, LINKED,
            LinkedHashMap.class, LINKED,
            TreeSet.class, SORTED,
            TreeMap.class, SORTED);

    /** Declared types in keys, where the class of a collection is not stored, and how one of them is made. */
    private static final Map<Class<?>, UnaryOperator<Object>> REMAKERS = Map.ofEntries(
            Map.entry(ArrayList.class, list -> new ArrayList<>((Collection<?>) list)),
            Map.entry(HashSet.class, set -> new HashSet<>((Collection<?>) set)),
            Map.entry(LinkedHashSet.class, set -> new LinkedHashSet<>((Collection<?>) set)),
            Map.entry(TreeSet.class, set -> new TreeSet<>((Collection<?>) set)),
            Map.entry(SortedSet.class, set -> new TreeSet<>((Collection<?>) set)),
            Map.entry(NavigableSet.class, set -> new TreeSet<>((Collection<?>) set)),
            Map.entry(HashMap.class, map -> new HashMap<>((Map<?, ?>) map)),
            Map.entry(LinkedHashMap.class, map -> new LinkedHashMap<>((Map<?, ?>) map)),
            Map.entry(TreeMap.class, map -> new TreeMap<>((Map<?, ?>) map)),
            Map.entry(SortedMap.class, map -> new TreeMap<>((Map<?, ?>) map)),
            Map.entry(NavigableMap.class, map -> new TreeMap<>((Map<?, ?>) map)));

    /** Views and constants of the JDK that hold nothing but their elements, in this order. */
    private static final Set<String> VIEWS = Set.of(
            "java.util.Arrays$ArrayList",
            "java.util.Collections$EmptyList",
            "java.util.Collections$EmptyMap",
            "java.util.Collections$EmptySet",
            "java.util.Collections$SingletonList",
            "java.util.Collections$SingletonMap",
            "java.util.Collections$SingletonSet",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableMap",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Collections$UnmodifiableSet");

    private static final String WAY_OUT =
            "; use Set.copyOf or Map.copyOf in the constructor of the record, or add a codec"
                    + " with LarderConfiguration.addCodec";

    private Containers() {}

    /** The number of a collection or map that is not part of a key. */
    static int variantOf(Object container) {
        Class<?> type = container.getClass();
        Integer variant = VARIANTS.get(type);
        if (variant != null && (variant != SORTED || comparator(container) == null)) {
            return variant;
        }
        return container instanceof List || isImmutable(type) ? PLAIN : ORDERED;
    }

    /** Whether a collection or map, at a place of any class, is one of those that come back as what they were. */
    static boolean isKnown(Object container) {
        Class<?> type = container.getClass();
        Integer variant = VARIANTS.get(type);
        return variant == null
                ? isImmutable(type) || VIEWS.contains(type.getName())
                : variant != SORTED || comparator(container) == null;
    }

    /** Whether a collection or map that is no part of a key comes back as an object of its own class. */
    static boolean keepsClass(Object container) {
        Integer variant = VARIANTS.get(container.getClass());
        return variant != null && variant == variantOf(container);
    }

    /**
     * Whether a component of a key has a declared type that a plain list, set or map is not of.
     *
     * @throws FormException if it is none that can be made of one
     */
    static boolean isRemade(Class<?> declared) {
        Class<?> face = List.class.isAssignableFrom(declared)
                ? List.class
                : Set.class.isAssignableFrom(declared) ? Set.class : Map.class;
        if (!face.isAssignableFrom(declared) || declared == face) {
            return false;
        }
        if (!REMAKERS.containsKey(declared)) {
            throw new FormException(
                    "a collection in a key does not come back as a " + declared.getName() + "; declare a "
                            + face.getSimpleName() + ", or add a codec with LarderConfiguration.addCodec("
                            + declared.getSimpleName() + ".class, ...)",
                    null);
        }
        return true;
    }

    /** Makes an object of a declared type out of a list, set or map that was part of a key. */
    static Object remade(Class<?> declared, Object container) {
        return REMAKERS.getOrDefault(declared, UnaryOperator.identity()).apply(container);
    }

    private static boolean isImmutable(Class<?> type) {
        return type.getName().startsWith(IMMUTABLE);
    }

    private static @Nullable Comparator<?> comparator(Object container) {
        if (container instanceof SortedSet<?> set) {
            return set.comparator();
        }
        return container instanceof SortedMap<?, ?> map ? map.comparator() : null;
    }

    /** Throws if a set or map must not be part of a key, because it may equal one that has other elements. */
    static void requireSound(Object container) {
        if (!isSound(container)) {
            throw new FormException(
                    "a " + container.getClass().getName()
                            + " may equal one with other elements, but keys are compared by their bytes" + WAY_OUT,
                    null);
        }
    }

    private static boolean isSound(Object container) {
        if (container instanceof SortedSet || container instanceof SortedMap) {
            return comparator(container) == null && isSoundlyOrdered(container);
        }
        Class<?> type = container.getClass();
        String name = type.getName();
        return VARIANTS.containsKey(type)
                || isImmutable(type)
                || container instanceof EnumSet
                || container instanceof EnumMap
                || type == ConcurrentHashMap.class
                || name.startsWith("java.util.Collections$Empty")
                || name.startsWith("java.util.Collections$Singleton");
    }

    /** Whether the natural order calls only those elements the same that are equal, as far as one can know. */
    private static boolean isSoundlyOrdered(Object container) {
        Collection<?> elements = container instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) container;
        Iterator<?> iterator = elements.iterator();
        if (!iterator.hasNext()) {
            return true;
        }
        Object first = iterator.next();
        return first instanceof Enum
                || (first != null && BuiltIn.ofClass(first.getClass()) != null && first.getClass() != BigDecimal.class);
    }

    /** Reads a number of elements, each of which takes a byte at least. */
    static int readCount(Payload in) {
        int count = in.readCount();
        if (count > in.remaining()) {
            throw new IllegalStateException(count + " elements are announced in " + in.remaining() + " bytes");
        }
        return count;
    }

    /** The length of an array for a number of elements before any of them is read. */
    static int firstRoom(int count) {
        return Math.min(count, FIRST_ROOM);
    }

    /** An array with room for one more element than it has, if there is not; its last length is the number announced. */
    static @Nullable Object[] withRoom(@Nullable Object[] elements, int filled, int count) {
        return filled < elements.length
                ? elements
                : Arrays.copyOf(elements, (int) Math.min(count, 2L * elements.length));
    }

    /** Makes a list. */
    static List<@Nullable Object> list(int variant, @Nullable Object[] elements) {
        List<@Nullable Object> all = Arrays.asList(elements);
        return switch (variant) {
            case PLAIN -> all.contains(null) ? Collections.unmodifiableList(all) : List.of(elements);
            case USUAL -> new ArrayList<>(all);
            default -> throw unknown(variant);
        };
    }

    /** Makes a set. */
    static Set<@Nullable Object> set(int variant, @Nullable Object[] elements) {
        List<@Nullable Object> all = Arrays.asList(elements);
        return switch (variant) {
            case PLAIN, CANONICAL -> all.contains(null) ? new HashSet<>(all) : Set.copyOf(all);
            case USUAL -> new HashSet<>(all);
            case LINKED -> new LinkedHashSet<>(all);
            case SORTED -> new TreeSet<>(all);
            case ORDERED -> Collections.unmodifiableSet(new LinkedHashSet<>(all));
            default -> throw unknown(variant);
        };
    }

    /** Makes a map of those in a {@link LinkedHashMap}, which is taken over. */
    static Map<@Nullable Object, @Nullable Object> map(int variant, Map<@Nullable Object, @Nullable Object> entries) {
        return switch (variant) {
            case PLAIN, CANONICAL ->
                entries.containsKey(null) || entries.containsValue(null) ? new HashMap<>(entries) : Map.copyOf(entries);
            case USUAL -> new HashMap<>(entries);
            case LINKED -> entries;
            case SORTED -> new TreeMap<>(entries);
            case ORDERED -> Collections.unmodifiableMap(entries);
            default -> throw unknown(variant);
        };
    }

    private static IllegalStateException unknown(int variant) {
        return new IllegalStateException("no collection has the number " + variant);
    }
}
