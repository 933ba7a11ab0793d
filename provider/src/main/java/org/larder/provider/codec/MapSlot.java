package org.larder.provider.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The slot of a {@link Map}. */
record MapSlot(Kind kind, Slot keys, Slot values) implements Slot {

    static MapSlot of(Slot keys, Slot values) {
        return new MapSlot(Kind.of(Kind.MAP, keys.kind(), values.kind()), keys, values);
    }

    @Override
    public void write(@Nullable Object value, Encoding to) {
        Payload out = to.out();
        if (value == null) {
            out.writeByte(0);
            return;
        }
        Map<?, ?> map = (Map<?, ?>) value;
        Object[] entries = map.entrySet().toArray(); // once, so that count and entries agree
        to.enter();
        if (to.isKey()) {
            Containers.requireSound(value);
            writeCanonically(entries, to);
        } else {
            out.writeByte(Containers.variantOf(value));
            out.writeCount(entries.length);
            for (Object each : entries) {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
                keys.write(entry.getKey(), to);
                values.write(entry.getValue(), to);
            }
        }
        to.leave();
    }

    private void writeCanonically(Object[] entries, Encoding to) {
        TreeMap<byte[], byte[]> parts = new TreeMap<>(Arrays::compare);
        for (Object each : entries) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
            parts.put(to.bytesOf(keys, entry.getKey()), to.bytesOf(values, entry.getValue()));
        }
        Payload out = to.out();
        out.writeByte(Containers.CANONICAL);
        out.writeCount(parts.size());
        parts.forEach((key, value) -> {
            out.writePart(key);
            out.writePart(value);
        });
    }

    @Override
    public @Nullable Object read(Decoding from) {
        Payload in = from.in();
        int variant = in.readByte();
        if (variant == 0) {
            return null;
        }
        from.enter();
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int left = Containers.readCount(in); left > 0; left--) {
            Object key = read(keys, variant, from);
            entries.put(key, read(values, variant, from));
        }
        from.leave();
        return Containers.map(variant, entries);
    }

    private static @Nullable Object read(Slot slot, int variant, Decoding from) {
        return variant == Containers.CANONICAL ? from.readApart(slot) : slot.read(from);
    }
}
