package org.larder.provider.codec;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The slot of an array, whose elements are written one after the other. */
record ArraySlot(Kind kind, Class<?> elementType, Slot element) implements Slot {

    static ArraySlot of(Class<?> elementType, Slot element) {
        return new ArraySlot(Kind.of(Kind.ARRAY, element.kind()), elementType, element);
    }

    @Override
    public void write(@Nullable Object value, Encoding to) {
        if (value == null) {
            to.out().writeCount(0);
            return;
        }
        to.refuseInKey(value);
        int length = Array.getLength(value);
        to.out().writeCount(Math.addExact(length, 1));
        to.enter();
        if (!writeInBulk(value, length, to.out())) {
            for (int i = 0; i < length; i++) {
                element.write(Array.get(value, i), to);
            }
        }
        to.leave();
    }

    @Override
    public @Nullable Object read(Decoding from) {
        Payload in = from.in();
        int length = in.readCount() - 1;
        if (length < 0) {
            return null;
        }
        if (length > in.remaining()) {
            throw new IllegalStateException("an array of " + length + " elements is announced");
        }
        from.enter();
        Object array = elementType.isPrimitive() ? readPrimitives(length, from) : readObjects(length, from);
        from.leave();
        return array;
    }

    private Object readPrimitives(int length, Decoding from) {
        Object array = Array.newInstance(elementType, length);
        if (!readInBulk(array, length, from.in())) {
            for (int i = 0; i < length; i++) {
                Array.set(array, i, element.read(from));
            }
        }
        return array;
    }

    private @Nullable Object[] readObjects(int length, Decoding from) {
        @Nullable Object[] array = (@Nullable Object[]) Array.newInstance(elementType, Containers.firstRoom(length));
        for (int i = 0; i < length; i++) {
            array = Containers.withRoom(array, i, length);
            array[i] = element.read(from);
        }
        return array;
    }

    private static boolean writeInBulk(Object array, int length, Payload out) {
        if (array instanceof int[] ints) {
            room(out, length, Integer.BYTES).asIntBuffer().put(ints);
        } else if (array instanceof long[] longs) {
            room(out, length, Long.BYTES).asLongBuffer().put(longs);
        } else if (array instanceof double[] doubles) {
            room(out, length, Double.BYTES).asDoubleBuffer().put(doubles);
        } else if (array instanceof float[] floats) {
            room(out, length, Float.BYTES).asFloatBuffer().put(floats);
        } else {
            return false;
        }
        return true;
    }

    private static boolean readInBulk(Object array, int length, Payload in) {
        if (array instanceof int[] ints) {
            rest(in, length, Integer.BYTES).asIntBuffer().get(ints);
        } else if (array instanceof long[] longs) {
            rest(in, length, Long.BYTES).asLongBuffer().get(longs);
        } else if (array instanceof double[] doubles) {
            rest(in, length, Double.BYTES).asDoubleBuffer().get(doubles);
        } else if (array instanceof float[] floats) {
            rest(in, length, Float.BYTES).asFloatBuffer().get(floats);
        } else {
            return false;
        }
        return true;
    }

    private static ByteBuffer room(Payload out, int length, int elementBytes) {
        int byteCount = Math.multiplyExact(length, elementBytes);
        out.ensure(byteCount);
        ByteBuffer room = ByteBuffer.wrap(out.array(), out.end(), byteCount).order(ByteOrder.LITTLE_ENDIAN);
        out.advanceEnd(byteCount);
        return room;
    }

    private static ByteBuffer rest(Payload in, int length, int elementBytes) {
        int byteCount = Math.multiplyExact(length, elementBytes);
        return ByteBuffer.wrap(in.array(), in.advance(byteCount), byteCount).order(ByteOrder.LITTLE_ENDIAN);
    }
}
