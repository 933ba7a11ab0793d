package org.larder.cdi.method;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a method wraps its values in; caches keep them without. */
public enum Wrapping {
    /** Nothing: the value itself, or null. */
    NONE {
        @Override
        @Nullable
        Object valueIn(Object wrapped) {
            return wrapped;
        }

        @Override
        public @Nullable Object wrap(@Nullable Object value) {
            return value;
        }
    },
    /** {@link Optional}. */
    OPTIONAL {
        @Override
        @Nullable
        Object valueIn(Object wrapped) {
            return ((Optional<?>) wrapped).orElse(null);
        }

        @Override
        public Object wrap(@Nullable Object value) {
            return Optional.ofNullable(value);
        }
    },
    /** {@link OptionalInt}. */
    OPTIONAL_INT {
        @Override
        @Nullable
        Object valueIn(Object wrapped) {
            OptionalInt optional = (OptionalInt) wrapped;
            return optional.isPresent() ? optional.getAsInt() : null;
        }

        @Override
        public Object wrap(@Nullable Object value) {
            return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
        }
    },
    /** {@link OptionalLong}. */
    OPTIONAL_LONG {
        @Override
        @Nullable
        Object valueIn(Object wrapped) {
            OptionalLong optional = (OptionalLong) wrapped;
            return optional.isPresent() ? optional.getAsLong() : null;
        }

        @Override
        public Object wrap(@Nullable Object value) {
            return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
        }
    },
    /** {@link OptionalDouble}. */
    OPTIONAL_DOUBLE {
        @Override
        @Nullable
        Object valueIn(Object wrapped) {
            OptionalDouble optional = (OptionalDouble) wrapped;
            return optional.isPresent() ? optional.getAsDouble() : null;
        }

        @Override
        public Object wrap(@Nullable Object value) {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
        }
    };

    /** The value in what a method returned or took; null for none, also where the wrapping itself is null. */
    public @Nullable Object unwrap(@Nullable Object wrapped) {
        return wrapped == null ? null : valueIn(wrapped);
    }

    abstract @Nullable Object valueIn(Object wrapped);

    /** A value, or null for none, as the method returns it. */
    public abstract @Nullable Object wrap(@Nullable Object value);
}
