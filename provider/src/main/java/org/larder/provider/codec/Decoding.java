package org.larder.provider.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One key or value on its way out of a payload. Remembers the definitions of record types that it has met. */
final class Decoding {

    private final Payload in;
    private final RecordTypes types;
    private final List<Layout> layouts = new ArrayList<>(4);
    private int nesting;

    Decoding(Payload in, RecordTypes types) {
        this.in = in;
        this.types = types;
    }

    Payload in() {
        return in;
    }

    /** Reads a value that was written on its own, behind its length. */
    @Nullable
    Object readApart(Slot slot) {
        Decoding apart = new Decoding(in, types);
        apart.nesting = nesting;
        int whole = in.narrow(in.readCount());
        Object value = slot.read(apart);
        in.widen(whole);
        return value;
    }

    /** Reads a record whose type is known beforehand, or null. */
    @Nullable
    Object readRecord(RecordType type) {
        int mark = in.readCount();
        if (mark == Encoding.NULL) {
            return null;
        }
        Layout layout =
                mark == Encoding.DEFINITION ? define(type) : layout(mark).of(type);
        return type.readComponents(layout, this);
    }

    /** Reads a record whose type its definition names. */
    Object readNamedRecord() {
        int mark = in.readCount();
        Layout layout;
        if (mark == Encoding.DEFINITION) {
            RecordType type = types.named(StringForm.readSized(in));
            layout = define(type);
        } else {
            layout = layout(mark);
            if (layout.name() != null) {
                layout = layout.of(types.named(layout.name()));
                layouts.set(mark - Encoding.FIRST_REFERENCE, layout);
            }
        }
        return layout.type().readComponents(layout, this);
    }

    /** Reads the record that starts the payload. */
    Object readRoot(RecordType type) {
        return type.readComponents(define(type), this);
    }

    /** Passes over a record of any type. */
    void skipRecord(boolean named) {
        int mark = in.readCount();
        if (mark == Encoding.NULL) {
            return;
        }
        Layout layout;
        if (mark == Encoding.DEFINITION) {
            layout = Layout.read(in, named ? StringForm.readSized(in) : null);
            layouts.add(layout);
        } else {
            layout = layout(mark);
        }
        enter();
        layout.skipComponents(this);
        leave();
    }

    private Layout define(RecordType type) {
        Layout own = type.layout();
        byte[] shape = type.shape();
        Layout layout;
        if (in.startsWith(shape)) {
            in.advance(shape.length);
            layout = own;
        } else {
            layout = Layout.read(in, null).of(type);
        }
        layouts.add(layout);
        return layout;
    }

    private Layout layout(int mark) {
        int index = mark - Encoding.FIRST_REFERENCE;
        if (index >= layouts.size()) {
            throw new IllegalStateException("no record type has the number " + index);
        }
        return layouts.get(index);
    }

    /** Goes one level down. */
    void enter() {
        if (++nesting > Encoding.MAX_NESTING) {
            throw new IllegalStateException("records and collections are nested deeper than " + Encoding.MAX_NESTING);
        }
    }

    /** Goes one level up. */
    void leave() {
        nesting--;
    }
}
