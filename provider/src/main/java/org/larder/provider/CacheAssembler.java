package org.larder.provider;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;
import org.larder.StorageEstimate;
import org.larder.codec.Codec;
import org.larder.codec.KeySource;
import org.larder.expiry.Expiry;
import org.larder.provider.chronicle.ChronicleStores;
import org.larder.provider.chronicle.MemoryBudget;
import org.larder.provider.codec.CodecRegistry;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.config.CacheSettings;
import org.larder.provider.config.DeclaredFactory;
import org.larder.provider.config.ManagerSettings;
import org.larder.provider.encryption.MasterKeys;
import org.larder.provider.entry.BulkOperations;
import org.larder.provider.entry.EntryEngine;
import org.larder.provider.entry.KeyLocks;
import org.larder.provider.entry.ReadThrough;
import org.larder.provider.entry.WaitGraph;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.expiry.Deadlines;
import org.larder.provider.files.FilesUnavailableException;
import org.larder.provider.files.SafeName;
import org.larder.provider.integration.AsyncLoads;
import org.larder.provider.integration.LoaderGate;
import org.larder.provider.integration.UserCode;
import org.larder.provider.integration.WriterGate;
import org.larder.provider.statistics.ConfigurationBean;
import org.larder.provider.statistics.Counters;
import org.larder.provider.statistics.JmxRegistry;
import org.larder.provider.statistics.LoadTimes;
import org.larder.provider.statistics.StatisticsBean;
import org.larder.provider.statistics.StorageBean;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.ReferenceStore;
import org.larder.provider.store.Stored;

/** The only place where the parts of a cache are put together. */
final class CacheAssembler {

    private final InstantSource clock;

    /** Who waits for whose key: over all caches, as a processor of one may use another. */
    private final WaitGraph waits = new WaitGraph();

    private final MemoryBudget memory = MemoryBudget.ofThisMachine();

    /**
     * Creates an assembler.
     *
     * @param clock what the entries of its caches expire by
     */
    CacheAssembler(InstantSource clock) {
        this.clock = clock;
    }

    /** Locks of names that a thread may wait for while it holds those of keys, and the other way round. */
    KeyLocks<String> newLocks() {
        return new KeyLocks<>(waits);
    }

    /**
     * Makes a cache.
     *
     * @throws CacheException if a factory of the configuration fails or a part cannot be made; what was made by then is
     *     closed
     */
    <K, V> LarderCache<K, V> assemble(
            LarderCacheManager manager,
            String name,
            LarderConfiguration<K, V> configuration,
            ManagerSettings settings) {
        Assembly<K, V> assembly = new Assembly<>(manager, name, configuration, settings);
        try {
            return assembly.assemble();
        } catch (Throwable e) {
            assembly.discard();
            throw e;
        }
    }

    /** What a cache of a merged configuration would take. */
    static StorageEstimate estimate(String name, LarderConfiguration<?, ?> configuration, ManagerSettings settings) {
        if (!configuration.isStoreByValue()) {
            return new StorageEstimate(
                    StorageEstimate.UNKNOWN, 0, StorageEstimate.UNKNOWN, maxReferences(configuration));
        }
        return ChronicleStores.estimate(
                sizes(name, configuration, settings, null), configuration.isEncrypted(), configuration.isPersistent());
    }

    /**
     * Deletes the files of a persistent cache that is not open here, if there are any.
     *
     * @throws CacheException if that cannot be, for somebody has them open or they are somebody else's; says what to do
     */
    static void destroyFiles(URI manager, String name, ManagerSettings settings) {
        if (settings.directory() == null) {
            return;
        }
        Path directory = filesIn(settings.directory(), manager, name);
        try {
            ChronicleStores.destroy(directory, name, names(manager, name));
        } catch (IOException e) {
            throw new CacheException(
                    "cache '%s' cannot be destroyed: its files in %s cannot be used: %s".formatted(name, directory, e),
                    e);
        } catch (IllegalStateException | FilesUnavailableException e) {
            throw new CacheException("cache '%s' cannot be destroyed: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static Path filesIn(Path directory, URI manager, String name) {
        return directory.resolve(SafeName.of(manager.toString())).resolve(SafeName.of(name));
    }

    /** What tells the files of a cache from those of others. */
    private static Map<String, String> names(URI manager, String name) {
        return Map.of("manager", manager.toString(), "cache", name);
    }

    private static long maxReferences(LarderConfiguration<?, ?> configuration) {
        Long maxEntries = configuration.getMaxEntries();
        return maxEntries == null ? CacheSettings.DEFAULT_MAX_REFERENCES : maxEntries;
    }

    private static ChronicleStores.Settings sizes(
            String name,
            LarderConfiguration<?, ?> configuration,
            ManagerSettings settings,
            @Nullable MasterKeys masterKeys) {
        return new ChronicleStores.Settings(
                name,
                configuration.getMaxBytes(),
                configuration.getMaxEntries(),
                configuration.getTypicalEntryBytes(),
                settings.defaultMaxBytes(),
                configuration.isOversizedEntryRejected(),
                masterKeys);
    }

    /** One cache in the making. */
    private final class Assembly<K, V> {
        private final LarderCacheManager manager;
        private final String name;
        private final LarderConfiguration<K, V> configuration;
        private final ManagerSettings settings;
        private final List<Object> userObjects = new ArrayList<>();
        private final SortedMap<String, String> codecsByType = new TreeMap<>();

        /** What must be closed if the cache does not come to be, the last first. */
        private final Deque<AutoCloseable> made = new ArrayDeque<>();

        /** Set at the end: events name the cache as their source, and the cache needs the dispatcher. */
        private @Nullable LarderCache<K, V> cache;

        Assembly(
                LarderCacheManager manager,
                String name,
                LarderConfiguration<K, V> configuration,
                ManagerSettings settings) {
            this.manager = manager;
            this.name = name;
            this.configuration = configuration;
            this.settings = settings;
        }

        LarderCache<K, V> assemble() {
            Class<V> valueType = LarderCache.boxed(configuration.getValueType());
            ExpiryPolicy policy = made("expiry policy", configuration.getExpiryPolicyFactory());
            CacheLoader<K, V> loader = made("loader", configuration.getCacheLoaderFactory());
            CacheWriter<? super K, ? super V> writer = made("writer", configuration.getCacheWriterFactory());
            LoadTimes loadTimes = new LoadTimes();
            LoaderGate<K, V> loaderGate = loader == null ? null : new LoaderGate<>(name, valueType, loader, loadTimes);
            WriterGate<K, V> writerGate =
                    writer == null || !configuration.isWriteThrough() ? null : new WriterGate<>(name, writer);
            Deadlines deadlines = new Deadlines(name, policy == null ? new EternalExpiryPolicy() : policy, clock);
            EventDispatcher<K, V> events = new EventDispatcher<>(name, () -> requireNonNull(cache));
            made.push(events);
            for (CacheEntryListenerConfiguration<K, V> listener : configuration.getCacheEntryListenerConfigurations()) {
                events.register(listener);
            }
            checkRefreshAhead(deadlines, policy);
            EntryStore<K, V> store = store();
            made.push(store);
            AsyncLoads threads = new AsyncLoads(name, manager.getClassLoader());
            made.push(threads);
            Counters counters = new Counters(store::evictions, configuration.isStatisticsEnabled());
            StorageBean storage = new StorageBean(store, loadTimes);
            JmxRegistry beans = new JmxRegistry(
                    manager.getURI(),
                    name,
                    new StatisticsBean(counters),
                    new ConfigurationBean(configuration),
                    storage);
            made.push(beans);
            EntryEngine<K, V> engine = new EntryEngine<>(
                    name,
                    valueType,
                    store,
                    deadlines,
                    events,
                    counters,
                    loaderGate == null || !configuration.isReadThrough()
                            ? null
                            : new ReadThrough<>(
                                    loaderGate, threads, loadTimes, configuration.getRefreshAhead(), graceMillis()),
                    writerGate,
                    clock,
                    waits);
            Sweeping sweeping = new Sweeping(manager.sweeper(), engine.expiredEntries());
            made.push(sweeping);
            if (configuration.isPersistent()
                    || !deadlines.areNever()) { // whoever shares a file may have entries that expire
                sweeping.start();
            }
            cache = new LarderCache<>(
                    manager,
                    name,
                    configuration,
                    new CacheLifecycle<>(name, store, events, counters, storage, beans, threads, sweeping, userObjects),
                    engine,
                    new BulkOperations<>(engine, store, events, loaderGate, configuration.isReadThrough(), writerGate));
            beans.showStatistics(configuration.isStatisticsEnabled());
            beans.showManagement(configuration.isManagementEnabled());
            return cache;
        }

        private void checkRefreshAhead(Deadlines deadlines, @Nullable ExpiryPolicy policy) {
            if (configuration.getRefreshAhead() != null && deadlines.lifeMillis() == Stored.NEVER) {
                String expiry = policy instanceof Expiry
                        ? policy.toString()
                        : policy == null ? "eternal" : policy.getClass().getName();
                throw new CacheException(
                        "cache '%s': refreshAhead is %s, a share of a life, and its expiry, %s, says of no entry how long it lives from a write on; use TimeToLive, CreatedExpiryPolicy or ModifiedExpiryPolicy, or leave refreshAhead, in files refresh-ahead, off"
                                .formatted(name, configuration.getRefreshAhead(), expiry));
            }
        }

        private long graceMillis() {
            Duration grace = configuration.getStaleOnError();
            try {
                return grace == null ? 0 : grace.toMillis();
            } catch (ArithmeticException forEver) {
                return Long.MAX_VALUE;
            }
        }

        /** Closes what was made of a cache that is not to be. */
        void discard() {
            Closing closing = new Closing();
            made.forEach(part -> closing.close(part, "a part of cache '%s', which could not be made,".formatted(name)));
            closing.rethrowError();
        }

        private EntryStore<K, V> store() {
            if (!configuration.isStoreByValue()) {
                return new ReferenceStore<>(name, maxReferences(configuration), clock);
            }
            CodecRegistry codecs =
                    new CodecRegistry(name, manager.getClassLoader(), configuration.getSerialFilter(), codecsByType());
            Codec<K> keyCodec = made("key codec", configuration.getKeyCodecFactory());
            Codec<V> valueCodec = made("value codec", configuration.getValueCodecFactory());
            ChronicleStores.Settings sizes =
                    sizes(name, configuration, settings, configuration.isEncrypted() ? masterKeys() : null);
            PayloadCodec<K> keys = codecs.keyCodec(configuration.getKeyType(), keyCodec);
            PayloadCodec<V> values = codecs.valueCodec(configuration.getValueType(), valueCodec);
            try {
                return configuration.isPersistent()
                        ? opened(sizes, persistence(keyCodec, valueCodec), keys, values)
                        : ChronicleStores.create(sizes, keys, values, memory, clock);
            } catch (IllegalStateException | ArithmeticException | FilesUnavailableException e) {
                throw new CacheException("cache '%s' cannot be created: %s".formatted(name, e.getMessage()), e);
            }
        }

        private EntryStore<K, V> opened(
                ChronicleStores.Settings sizes,
                ChronicleStores.Persistence persistence,
                PayloadCodec<K> keys,
                PayloadCodec<V> values) {
            try {
                return ChronicleStores.open(sizes, persistence, keys, values, memory, clock);
            } catch (IOException e) {
                throw new CacheException(
                        "cache '%s' cannot be created: its files in %s cannot be used: %s"
                                .formatted(name, persistence.directory(), e),
                        e);
            }
        }

        private ChronicleStores.Persistence persistence(@Nullable Codec<K> keyCodec, @Nullable Codec<V> valueCodec) {
            Path directory = settings.directory();
            if (directory == null) {
                throw new CacheException(
                        "cache '%s' is persistent, and nobody said where its files go; set larder.directory in larder.properties or in the properties of the manager"
                                .formatted(name));
            }
            Map<String, String> identity = new HashMap<>(names(manager.getURI(), name));
            identity.put("keys", configuration.getKeyType().getTypeName());
            identity.put("values", configuration.getValueType().getTypeName());
            identity.put("key-codec", nameOf(keyCodec));
            identity.put("value-codec", nameOf(valueCodec));
            identity.put("codecs", codecsByType.toString());
            return new ChronicleStores.Persistence(
                    filesIn(directory, manager.getURI(), name),
                    identity,
                    configuration.isWriteThrough(),
                    settings.isPreallocated());
        }

        private static String nameOf(@Nullable Codec<?> codec) {
            return codec == null ? "built in" : codec.getClass().getName();
        }

        /** The keys of an encrypted cache; they are wiped with the cache, after its store is closed. */
        private MasterKeys masterKeys() {
            Factory<? extends KeySource> factory = requireNonNull(configuration.getKeySourceFactory());
            KeySource source = requireNonNull(made("key source", factory));
            try {
                MasterKeys keys = MasterKeys.of(source);
                made.push(keys);
                userObjects.add(keys);
                return keys;
            } catch (RuntimeException e) {
                throw new CacheException(
                        "cache '%s': its source of keys, %s, failed: %s".formatted(name, nameOf(factory), e), e);
            }
        }

        private Map<Class<?>, Codec<?>> codecsByType() {
            Map<Class<?>, Codec<?>> codecs = new HashMap<>();
            configuration.getCodecFactories().forEach((type, factory) -> {
                Codec<?> codec = made("codec for " + type.getTypeName(), factory);
                codecs.put(type, requireNonNull(codec));
                codecsByType.put(type.getTypeName(), nameOf(codec));
            });
            return codecs;
        }

        private <T> @Nullable T made(String what, @Nullable Factory<? extends T> factory) {
            if (factory == null) {
                return null;
            }
            T object;
            try {
                object = factory.create();
            } catch (RuntimeException e) {
                throw new CacheException(
                        "cache '%s': the factory of its %s, %s, failed: %s".formatted(name, what, nameOf(factory), e),
                        e);
            }
            if (object == null) {
                throw new CacheException("cache '%s': the factory of its %s, %s, returned null; it must create one"
                        .formatted(name, what, nameOf(factory)));
            }
            userObjects.add(object);
            made.push(() -> UserCode.close(name, object));
            return object;
        }

        private static String nameOf(Factory<?> factory) {
            return factory instanceof DeclaredFactory<?> declared
                    ? declared.toString()
                    : factory.getClass().getName();
        }
    }
}
