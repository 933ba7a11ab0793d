package org.larder.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;
import org.jspecify.annotations.Nullable;
import org.larder.benchmarks.workload.DataKind;
import org.larder.benchmarks.workload.Form;

/** OHC, with serializers written by hand, as it demands. Bounded by bytes only, of which an entry takes some for itself. */
final class OffHeapCache<K, V> implements Contestant<K, V> {

    private static final int ENTRY_HEADER_BYTES = 64;

    private final OHCache<K, V> cache;

    private OffHeapCache(OHCache<K, V> cache) {
        this.cache = cache;
    }

    static <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries) {
        return new OffHeapCache<>(OHCacheBuilder.<K, V>newBuilder()
                .keySerializer(new Serializer<>(data.keyForm()))
                .valueSerializer(new Serializer<>(data.valueForm()))
                .capacity(maxEntries * (ENTRY_HEADER_BYTES + data.keyBytes() + data.valueBytes()))
                .throwOOME(true)
                .build());
    }

    private record Serializer<T>(Form<T> form) implements CacheSerializer<T> {
        @Override
        public void serialize(T value, ByteBuffer to) {
            form.write(value, to);
        }

        @Override
        public T deserialize(ByteBuffer from) {
            return form.read(from);
        }

        @Override
        public int serializedSize(T value) {
            return form.bytes(value);
        }
    }

    @Override
    public @Nullable V get(K key) {
        return cache.get(key);
    }

    @Override
    public void put(K key, V value) {
        cache.put(key, value);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return cache.putIfAbsent(key, value);
    }

    @Override
    public boolean invoke(K key, V value) {
        throw new UnsupportedOperationException("OHC has no operation that runs code on an entry");
    }

    @Override
    public void close() {
        try {
            cache.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
