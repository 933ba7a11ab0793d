package org.larder.provider.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Enum constants as text that tells the type, too. */
final class EnumConstants {

    /** Separates the type of an enum from the constant; the JVM allows it in neither. */
    private static final char SEPARATOR = '/';

    private final StoredClasses classes;
    private final Map<String, Enum<?>> known = new ConcurrentHashMap<>();

    EnumConstants(StoredClasses classes) {
        this.classes = classes;
    }

    static String textOf(Enum<?> constant) {
        return constant.getDeclaringClass().getName() + SEPARATOR + constant.name();
    }

    /** The name of the type in a text. */
    static String typeName(String text) {
        return text.substring(0, Math.max(text.lastIndexOf(SEPARATOR), 0));
    }

    /**
     * The constant that a text stands for.
     *
     * @throws FormException if there is no such constant, or its type may not be loaded
     */
    Enum<?> constant(String text) {
        Enum<?> constant = known.get(text);
        if (constant == null) {
            constant = find(classes.find(typeName(text)), text.substring(text.lastIndexOf(SEPARATOR) + 1));
            known.put(text, constant);
        }
        return constant;
    }

    private static Enum<?> find(Class<?> type, String name) {
        if (!type.isEnum()) {
            throw gone(type.getName() + " is no enum");
        }
        for (Object constant : type.getEnumConstants()) {
            if (constant instanceof Enum<?> candidate && candidate.name().equals(name)) {
                return candidate;
            }
        }
        throw gone("there is no constant " + name);
    }

    private static FormException gone(String what) {
        return new FormException(
                what + "; the constant was renamed or removed after it was stored: remove the entry", null);
    }
}
