package org.larder.provider.codec;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The slot of a {@link java.util.List} or {@link java.util.Set}. */
record CollectionSlot(Kind kind, Slot element) implements Slot {

    static CollectionSlot ofList(Slot element) {
        return new CollectionSlot(Kind.of(Kind.LIST, element.kind()), element);
    }

    static CollectionSlot ofSet(Slot element) {
        return new CollectionSlot(Kind.of(Kind.SET, element.kind()), element);
    }

    private boolean isSet() {
        return kind.id() == Kind.SET;
    }

    @Override
    public void write(@Nullable Object value, Encoding to) {
        Payload out = to.out();
        if (value == null) {
            out.writeByte(0);
            return;
        }
        Object[] elements = ((Collection<?>) value).toArray(); // once, so that count and elements agree
        to.enter();
        if (to.isKey() && isSet()) {
            Containers.requireSound(value);
            writeCanonically(elements, to);
        } else {
            out.writeByte(to.isKey() ? Containers.PLAIN : Containers.variantOf(value));
            out.writeCount(elements.length);
            for (Object part : elements) {
                element.write(part, to);
            }
        }
        to.leave();
    }

    private void writeCanonically(Object[] elements, Encoding to) {
        byte[][] parts = new byte[elements.length][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = to.bytesOf(element, elements[i]);
        }
        Arrays.sort(parts, Arrays::compare);
        Payload out = to.out();
        out.writeByte(Containers.CANONICAL);
        out.writeCount(parts.length);
        for (byte[] part : parts) {
            out.writePart(part);
        }
    }

    @Override
    public @Nullable Object read(Decoding from) {
        Payload in = from.in();
        int variant = in.readByte();
        if (variant == 0) {
            return null;
        }
        from.enter();
        int count = Containers.readCount(in);
        @Nullable Object[] elements = new @Nullable Object[Containers.firstRoom(count)];
        for (int i = 0; i < count; i++) {
            elements = Containers.withRoom(elements, i, count);
            elements[i] = variant == Containers.CANONICAL ? from.readApart(element) : element.read(from);
        }
        from.leave();
        return isSet() ? Containers.set(variant, elements) : Containers.list(variant, elements);
    }
}
