package org.larder.provider.codec;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.URL;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Vector;

/** Which objects may be part of a serialized key: those whose bytes are the same whenever they are equal. */
final class KeyParts {

    private static final String WAY_OUT =
            "; use a sorted collection or a list, make the key a record of simple components, or give the cache a codec"
                    + " with " + Role.KEY.codecSetting();

    /** Types that are serialized with something that {@code equals} does not compare. */
    private static final List<Class<?>> STATEFUL = List.of(Vector.class, URL.class, InetAddress.class);

    /** Wrappers and the smallest collections. What the wrappers wrap is looked at in its turn. */
    private static final String JDK_WRAPPERS = "java.util.Collections$";

    /** What {@code List.of}, {@code Set.of} and {@code Map.of} are replaced with in a stream. */
    private static final String IMMUTABLE_PROXY = "java.util.CollSer";

    /**
     * Where the kind of an immutable collection stands in its serialized form: the stream's header (4 bytes), the marks of
     * an object and its class (2), the name (2 and 17), serial version (8), flags (1), number of fields (2), the field
     * "tag" (1, 2 and 3), the marks of the end and of no superclass (2), then an int whose lowest byte tells the kind.
     */
    private static final int IMMUTABLE_KIND_INDEX = 4 + 2 + 19 + 8 + 1 + 2 + 6 + 2 + 3;

    private static final int IMMUTABLE_SET = 2;
    private static final int IMMUTABLE_MAP = 3;

    private KeyParts() {}

    /** Throws if an object must not be part of a key. */
    static void requireStable(Object part) {
        Class<?> type = part.getClass();
        if (!(part instanceof Serializable)) {
            throw new KeyRefusedException("a " + type.getName() + " is not serializable; " + Role.KEY.waysOut());
        }
        if ((part instanceof Map || part instanceof Set)
                && !(part instanceof SortedMap || part instanceof SortedSet)
                && !(part instanceof EnumMap || part instanceof EnumSet)
                && !type.getName().startsWith(JDK_WRAPPERS)) {
            throw new KeyRefusedException("the order of elements in a " + type.getName()
                    + " differs between equal ones, but keys are compared by their bytes" + WAY_OUT);
        }
        for (Class<?> stateful : STATEFUL) {
            if (stateful.isInstance(part)) {
                throw new KeyRefusedException("a " + type.getName()
                        + " is serialized with state that equal ones do not share, but keys are compared by their bytes"
                        + WAY_OUT);
            }
        }
    }

    /** Throws if serialized bytes, which are those of the given object alone, are an immutable set or map. */
    static void requireStable(Object part, byte[] alone) {
        if (part.getClass().getName().equals(IMMUTABLE_PROXY)
                && (alone[IMMUTABLE_KIND_INDEX] == IMMUTABLE_SET || alone[IMMUTABLE_KIND_INDEX] == IMMUTABLE_MAP)) {
            throw new KeyRefusedException("the order of elements in an immutable Set.of or Map.of differs between runs"
                    + " of the JVM, but keys are compared by their bytes" + WAY_OUT);
        }
    }
}
