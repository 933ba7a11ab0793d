package org.larder.provider.codec;

import org.jspecify.annotations.Nullable;

/**
 * How the values of one declared type are written inside a record: as a component, or as an element of a component.
 * Every value ends by itself, and can be passed over by one who knows its {@link Kind} but not its class.
 */
interface Slot {

    /** What the shape of a record says of this slot. */
    Kind kind();

    /**
     * Appends a value.
     *
     * @throws FormException if it cannot be encoded
     */
    void write(@Nullable Object value, Encoding to);

    /**
     * Reads a value.
     *
     * @throws FormException if it cannot be decoded
     * @throws IllegalStateException if the bytes are not those of such a value
     */
    @Nullable
    Object read(Decoding from);

    /** What a component of this type is if it was not stored. */
    default @Nullable Object absent() {
        return null;
    }
}
