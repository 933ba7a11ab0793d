package org.larder.benchmarks;

import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.jspecify.annotations.Nullable;

/** The yardstick: a Chronicle Map with its own marshallers, as one writes it after reading its manual. */
final class RawMap implements Contestant {

    private final ChronicleMap<String, byte[]> map;

    private RawMap(ChronicleMap<String, byte[]> map) {
        this.map = map;
    }

    static RawMap open(Bounds bounds) {
        return new RawMap(ChronicleMapBuilder.of(String.class, byte[].class)
                .name("raw")
                .entries(bounds.maxEntries())
                .averageKeySize(bounds.keyBytes())
                .averageValueSize(bounds.valueBytes())
                // A JCache put returns nothing either; to copy the old value out would make the yardstick slower.
                .putReturnsNull(true)
                .create());
    }

    @Override
    public byte @Nullable [] get(String key) {
        return map.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        map.put(key, value);
    }

    @Override
    public void close() {
        map.close();
    }
}
