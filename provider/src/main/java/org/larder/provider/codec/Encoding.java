package org.larder.provider.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.RecordType.Definition;

/**
 * One key or value on its way into a payload. Remembers which record types it has defined already: the first record of a
 * type brings the definition, all others refer to it.
 */
final class Encoding {

    /** How deep records and collections may be nested: what deserialization allows, too. */
    static final int MAX_NESTING = (int) SerialFilter.MAX_DEPTH;

    /** The marks in front of a record; a greater number refers to a definition, the first one by this and one more. */
    static final int NULL = 0;

    static final int DEFINITION = 1;
    static final int FIRST_REFERENCE = 2;

    private final Payload out;
    private final Role role;
    private List<Definition> defined = List.of();
    private int nesting;

    Encoding(Payload out, Role role) {
        this.out = out;
        this.role = role;
    }

    Payload out() {
        return out;
    }

    /** Whether equal objects must have equal bytes. */
    boolean isKey() {
        return role == Role.KEY;
    }

    /** The bytes of a value on its own, to be compared with those of others; nothing in them refers to anything outside. */
    byte[] bytesOf(Slot slot, @Nullable Object value) {
        Encoding apart = new Encoding(new Payload(64), role);
        apart.nesting = nesting;
        slot.write(value, apart);
        return apart.out.readBytes(apart.out.remaining());
    }

    /** Throws if a value is an array and part of a key. */
    void refuseInKey(Object value) {
        if (isKey() && value.getClass().isArray()) {
            throw new FormException(
                    "a " + value.getClass().getTypeName() + " in a record equals only itself, so the key would never be"
                            + " found again; use a List",
                    null);
        }
    }

    /** Writes a record and, if it is the first of its kind, the definition. */
    void writeRecord(Definition definition, Object value) {
        int index = defined.indexOf(definition);
        if (index >= 0) {
            out.writeCount(index + FIRST_REFERENCE);
        } else {
            out.writeCount(DEFINITION);
            define(definition);
        }
        definition.type().writeComponents(value, this);
    }

    /** Writes a record that starts the payload. */
    void writeRoot(Definition definition, Object value) {
        define(definition);
        definition.type().writeComponents(value, this);
    }

    private void define(Definition definition) {
        if (defined.isEmpty()) {
            defined = new ArrayList<>(4);
        }
        defined.add(definition);
        out.writeBytes(definition.bytes(), 0, definition.bytes().length);
    }

    /** Goes one level down. */
    void enter() {
        if (++nesting > MAX_NESTING) {
            throw new FormException(
                    "records and collections are nested deeper than " + MAX_NESTING
                            + ", or lead back to themselves; store a flatter form",
                    null);
        }
    }

    /** Goes one level up. */
    void leave() {
        nesting--;
    }
}
