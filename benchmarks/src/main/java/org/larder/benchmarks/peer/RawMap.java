package org.larder.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.util.List;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.jspecify.annotations.Nullable;
import org.larder.benchmarks.workload.Account;
import org.larder.benchmarks.workload.DataKind;

/** The yardstick: a Chronicle Map with its own marshallers, as one writes it after reading its manual. */
public final class RawMap<K, V> implements Contestant<K, V> {

    /** The flags without which it does not start on a JDK from 17 on. */
    public static final List<String> FLAGS = List.of(
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dslf4j.internal.verbosity=ERROR",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");

    private final ChronicleMap<K, V> map;

    private RawMap(ChronicleMap<K, V> map) {
        this.map = map;
    }

    static <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries) {
        return new RawMap<>(builder(data, maxEntries).create());
    }

    /** Opens one in a file, which is made if it is not there. */
    public static <K, V> Contestant<K, V> inFile(DataKind<K, V> data, long maxEntries, File file) throws IOException {
        return new RawMap<>(builder(data, maxEntries).createPersistedTo(file));
    }

    /** Opens one in a file that somebody left without closing it. */
    public static <K, V> Contestant<K, V> recovered(DataKind<K, V> data, long maxEntries, File file)
            throws IOException {
        return new RawMap<>(builder(data, maxEntries).recoverPersistedTo(file, true));
    }

    private static <K, V> ChronicleMapBuilder<K, V> builder(DataKind<K, V> data, long maxEntries) {
        ChronicleMapBuilder<K, V> builder = ChronicleMapBuilder.of(data.keyType(), data.valueType())
                .name("raw")
                .entries(maxEntries)
                // A JCache put returns nothing either; to copy the old value out would make the yardstick slower.
                .putReturnsNull(true);
        if (!data.keyType().equals(Long.class)) {
            builder.averageKeySize(data.keyBytes());
        }
        if (!data.valueType().equals(Long.class)) {
            builder.averageValueSize(data.valueBytes());
        }
        if (data.valueType().equals(Account.class)) {
            @SuppressWarnings("unchecked") // V is Account
            ChronicleMapBuilder<K, Account> ofAccounts = (ChronicleMapBuilder<K, Account>) builder;
            ofAccounts.valueMarshaller(AccountMarshaller.INSTANCE);
        }
        return builder;
    }

    @Override
    public @Nullable V get(K key) {
        return map.get(key);
    }

    @Override
    public void put(K key, V value) {
        map.put(key, value);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return map.putIfAbsent(key, value) == null;
    }

    @Override
    public boolean invoke(K key, V value) {
        try (ExternalMapQueryContext<K, V, ?> context = map.queryContext(key)) {
            context.updateLock().lock();
            Data<V> newValue = context.wrapValueAsData(value);
            MapEntry<K, V> entry = context.entry();
            if (entry == null) {
                context.insert(context.absentEntry(), newValue);
                return false;
            }
            boolean existed = entry.value().get() != null;
            context.replaceValue(entry, newValue);
            return existed;
        }
    }

    @Override
    public void close() {
        map.close();
    }
}
