package org.larder.benchmarks.peer;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.ehcache.config.ResourcePools;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.jsr107.Eh107Configuration;
import org.ehcache.spi.copy.Copier;
import org.ehcache.spi.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.larder.benchmarks.workload.Account;
import org.larder.benchmarks.workload.DataKind;
import org.larder.benchmarks.workload.Form;

/** Ehcache 3, with its own serializers where it has one, and one written by hand for the record. */
final class Ehcache {

    private static final String PROVIDER = "org.ehcache.jsr107.EhcacheCachingProvider";
    private static final int ENTRY_BYTES_OF_ITS_OWN = 96;

    private Ehcache() {}

    /** Its off-heap tier is bounded by bytes only, and loses entries with less than 60 to 80 bytes for itself. */
    static <K, V> JCachePeer<K, V> offHeap(DataKind<K, V> data, long maxEntries) {
        long bytes = maxEntries * (data.keyBytes() + data.valueBytes() + ENTRY_BYTES_OF_ITS_OWN);
        CacheConfigurationBuilder<K, V> builder = builder(
                data,
                ResourcePoolsBuilder.newResourcePoolsBuilder()
                        // It wants a few pages for its index, however few the entries are.
                        .offheap(Math.max(bytes, 16L << 20), MemoryUnit.B)
                        .build());
        return open(
                data.valueType().equals(Account.class)
                        ? builder.withValueSerializer(new ByForm<>(data.valueForm()))
                        : builder);
    }

    static <K, V> Contestant<K, V> withStatistics(DataKind<K, V> data, long maxEntries) {
        return offHeap(data, maxEntries).withStatistics();
    }

    /** Objects on the heap; what could be changed is copied in and out, as the standard demands by value. */
    static <K, V> Contestant<K, V> onHeap(DataKind<K, V> data, long maxEntries) {
        CacheConfigurationBuilder<K, V> builder = builder(
                data,
                ResourcePoolsBuilder.newResourcePoolsBuilder()
                        .heap(maxEntries, EntryUnit.ENTRIES)
                        .build());
        return open(data.immutableValues() ? builder : builder.withValueCopier(new Copies<>(data)));
    }

    private static <K, V> CacheConfigurationBuilder<K, V> builder(DataKind<K, V> data, ResourcePools pools) {
        return CacheConfigurationBuilder.newCacheConfigurationBuilder(data.keyType(), data.valueType(), pools);
    }

    private static <K, V> JCachePeer<K, V> open(CacheConfigurationBuilder<K, V> builder) {
        return new JCachePeer<>(PROVIDER, Eh107Configuration.fromEhcacheCacheConfiguration(builder));
    }

    /** In place of its own copier by serialization, which fails where {@code invoke} meets no value. */
    private record Copies<V>(DataKind<?, V> data) implements Copier<V> {
        @Override
        public @Nullable V copyForRead(@Nullable V value) {
            return value == null ? null : data.copyOf(value);
        }

        @Override
        public @Nullable V copyForWrite(@Nullable V value) {
            return copyForRead(value);
        }
    }

    private record ByForm<T>(Form<T> form) implements Serializer<T> {
        @Override
        public ByteBuffer serialize(T value) {
            return form.written(value);
        }

        @Override
        public T read(ByteBuffer from) {
            return form.read(from);
        }

        @Override
        public boolean equals(T value, ByteBuffer written) {
            return Objects.equals(value, form.read(written));
        }
    }
}
