package org.larder.provider.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A record class as its records are encoded: by their components, in the order of their declaration, behind a definition
 * that tells names and kinds.
 */
final class RecordType {

    /** A component: what it is called, how it is asked for and how it is written. */
    private record Component(String name, MethodHandle accessor, Slot slot) {}

    /**
     * The bytes that define a record type, with its class name or, where the type is known anyway, without. Told apart
     * by identity.
     */
    static final class Definition {
        private final RecordType type;
        private final byte[] bytes;

        Definition(RecordType type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        RecordType type() {
            return type;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private final Class<?> type;
    private final Component[] components;
    private final MethodHandle constructor;
    private final Layout layout;
    private final Definition plain;
    private final Definition named;

    /**
     * Looks at a record class.
     *
     * @throws FormException if its components or its constructor are closed to us, or their names are too much alike
     */
    RecordType(Class<?> type, RecordTypes types) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        this.components = new Component[declared.length];
        List<Layout.Part> parts = new ArrayList<>();
        for (int i = 0; i < declared.length; i++) {
            components[i] = component(declared[i], types);
            Layout.Part part = new Layout.Part(Layout.hash(components[i].name), components[i].slot.kind());
            requireDistinct(parts, part.nameHash(), components[i].name);
            parts.add(part);
        }
        this.constructor = constructor(declared);
        this.layout = Layout.own(this, parts);
        Payload shape = new Payload(64);
        Layout.write(parts, shape);
        this.plain = new Definition(this, shape.readBytes(shape.remaining()));
        Payload name = new Payload(64);
        StringForm.writeSized(type.getName(), name);
        name.writeBytes(plain.bytes, 0, plain.bytes.length);
        this.named = new Definition(this, name.readBytes(name.remaining()));
    }

    String name() {
        return type.getName();
    }

    boolean hasComponents() {
        return components.length > 0;
    }

    /** The components as they are now. */
    Layout layout() {
        return layout;
    }

    /** The bytes of the components' names and kinds. */
    byte[] shape() {
        return plain.bytes;
    }

    Definition plain() {
        return plain;
    }

    Definition named() {
        return named;
    }

    /**
     * The index of a stored component, or another number if there is none.
     *
     * @throws FormException if the component is of another type now
     */
    int indexOf(Layout.Part part, int ifNone) {
        for (int i = 0; i < components.length; i++) {
            if (Layout.hash(components[i].name) == part.nameHash()) {
                Kind kind = components[i].slot.kind();
                if (kind.equals(part.kind())) {
                    return i;
                }
                throw FormException.at(
                        type,
                        components[i].name,
                        new FormException(
                                "it was stored as " + part.kind().noun() + " and is " + kind.noun()
                                        + " now; give the component another name, or remove the entry",
                                null));
            }
        }
        return ifNone;
    }

    /** Writes the components of a record. */
    void writeComponents(Object value, Encoding to) {
        to.enter();
        for (Component component : components) {
            Object part = ask(component, value);
            try {
                component.slot.write(part, to);
            } catch (FormException | CacheException | ClassCastException e) {
                throw FormException.at(type, component.name, e);
            }
        }
        to.leave();
    }

    private Object ask(Component component, Object value) {
        try {
            return component.accessor.invokeExact(value);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw FormException.at(type, component.name, new FormException("its accessor threw " + e, e));
        }
    }

    /** Reads the components of a record and makes the record. */
    Object readComponents(Layout stored, Decoding from) {
        from.enter();
        @Nullable Object[] parts = new @Nullable Object[components.length];
        int[] targets = stored.targets();
        if (targets == null) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = read(i, from);
            }
        } else {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = components[i].slot.absent();
            }
            for (int i = 0; i < targets.length; i++) {
                if (targets[i] < 0) {
                    stored.skip(i, from);
                } else {
                    parts[targets[i]] = read(targets[i], from);
                }
            }
        }
        from.leave();
        return construct(parts);
    }

    private @Nullable Object read(int index, Decoding from) {
        try {
            return components[index].slot.read(from);
        } catch (FormException | CacheException e) {
            throw FormException.at(type, components[index].name, e);
        }
    }

    private Object construct(@Nullable Object[] parts) {
        try {
            return constructor.invokeExact(parts);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new FormException(
                    "the constructor of record " + type.getName() + " refused what was stored: " + e
                            + "; remove the entry, or let the constructor accept it",
                    e);
        }
    }

    private Component component(RecordComponent declared, RecordTypes types) {
        Method accessor = declared.getAccessor();
        requireOpen(accessor);
        try {
            MethodHandle handle = MethodHandles.lookup().unreflect(accessor);
            return new Component(
                    declared.getName(), handle.asType(MethodType.genericMethodType(1)), types.slot(declared));
        } catch (IllegalAccessException e) {
            throw closed(e);
        } catch (FormException e) {
            throw FormException.at(type, declared.getName(), e);
        }
    }

    private MethodHandle constructor(RecordComponent[] declared) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(
                    Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
            requireOpen(canonical);
            return MethodHandles.lookup()
                    .unreflectConstructor(canonical)
                    .asFixedArity() // one that is declared with '...' takes an array here, too
                    .asType(MethodType.genericMethodType(declared.length))
                    .asSpreader(Object[].class, declared.length);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw closed(e);
        } catch (IllegalArgumentException e) {
            throw new FormException(
                    "record " + type.getName() + " has " + declared.length
                            + " components, more than the JVM lets a method"
                            + " handle take; make records of some of them, or add a codec with"
                            + " LarderConfiguration.addCodec(" + type.getSimpleName() + ".class, ...)",
                    e);
        }
    }

    private void requireOpen(AccessibleObject member) {
        if (!member.trySetAccessible()) {
            throw closed(null);
        }
    }

    private FormException closed(@Nullable Exception cause) {
        Module module = type.getModule();
        return new FormException(
                "module " + module.getName() + " does not open package " + type.getPackageName()
                        + ", so the components of record " + type.getName() + " cannot be reached; declare 'opens "
                        + type.getPackageName() + ";' in module " + module.getName()
                        + ", or add a codec with LarderConfiguration.addCodec(" + type.getSimpleName() + ".class, ...)",
                cause);
    }

    private void requireDistinct(List<Layout.Part> parts, int nameHash, String name) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).nameHash() == nameHash) {
                throw new FormException(
                        "components '" + components[i].name + "' and '" + name + "' of record " + type.getName()
                                + " have the same hash; rename one of them, or add a codec with"
                                + " LarderConfiguration.addCodec(" + type.getSimpleName() + ".class, ...)",
                        null);
            }
        }
    }
}
