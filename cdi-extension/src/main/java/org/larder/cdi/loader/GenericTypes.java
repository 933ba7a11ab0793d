package org.larder.cdi.loader;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;

/** What the types of inherited members mean in a class, which may say what the variables of its superclasses are. */
public final class GenericTypes {

    private final Map<TypeVariable<?>, Type> variables = new HashMap<>();

    /** Looks at a class and its superclasses. */
    public GenericTypes(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getGenericSuperclass() instanceof ParameterizedType parent) {
                TypeVariable<?>[] parameters = each.getSuperclass().getTypeParameters();
                for (int i = 0; i < parameters.length; i++) {
                    variables.put(parameters[i], parent.getActualTypeArguments()[i]);
                }
            }
        }
    }

    /** The class of objects of a type; {@code Object} for a variable that may be anything. */
    public Class<?> classOf(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return classOf(parameterized.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(classOf(array.getGenericComponentType()), 0)
                    .getClass();
        }
        if (type instanceof WildcardType wildcard) {
            return classOf(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof TypeVariable<?> variable) {
            Type known = variables.get(variable);
            return classOf(known != null ? known : variable.getBounds()[0]);
        }
        return Object.class;
    }

    /** The class of an argument of a type, such as that of the keys of a map; {@code Object} if it has none. */
    public Class<?> argument(Type type, int index) {
        if (type instanceof TypeVariable<?> variable && variables.containsKey(variable)) {
            return argument(variables.get(variable), index);
        }
        return type instanceof ParameterizedType parameterized
                ? classOf(parameterized.getActualTypeArguments()[index])
                : Object.class;
    }
}
