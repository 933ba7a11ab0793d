package org.larder;

import static java.util.Objects.requireNonNull;

import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.larder.codec.Codec;
import org.larder.codec.KeySource;

/**
 * A cache configuration with the settings that Larder adds to those of {@code javax.cache}: bounds, the treatment of
 * oversized entries, how keys and values become bytes, whether the bytes are encrypted, and how they are loaded.
 *
 * <p>Every setting may be left alone; its getter then returns null, or false, and the provider's default holds. All
 * setters, those of {@link MutableConfiguration} too, return this configuration, so that calls can be chained:
 *
 * <pre>{@code
 * var orders = new LarderConfiguration<Long, Order>()
 *         .setTypes(Long.class, Order.class)
 *         .setMaxBytes(256L * 1024 * 1024)
 *         .setStatisticsEnabled(true);
 * }</pre>
 *
 * <p>Caches are by value unless {@link #setStoreByValue setStoreByValue(false)} says otherwise. One by reference keeps the
 * objects themselves, on the heap; it cannot be created with {@code maxBytes}, codecs, a serialization filter, encryption
 * or persistence.
 *
 * <p>Two configurations of this type are equal if all their settings are. A plain {@link MutableConfiguration} compares
 * only what it knows, so it may call itself equal to a configuration of this type, never the other way round.
 *
 * <p>Not thread-safe. A cache works with a copy of the configuration that it was created with.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1
 */
public class LarderConfiguration<K, V> extends MutableConfiguration<K, V> {
    private static final long serialVersionUID = 1L;

    private @Nullable Long maxBytes;
    private @Nullable Long maxEntries;
    private @Nullable Integer typicalEntryBytes;
    private @Nullable String serialFilter;
    private @Nullable Factory<? extends Codec<K>> keyCodecFactory;
    private @Nullable Factory<? extends Codec<V>> valueCodecFactory;
    private boolean oversizedEntryRejected;
    private boolean encrypted;
    private @Nullable Factory<? extends KeySource> keySourceFactory;
    private boolean persistent;
    private @Nullable Double refreshAhead;
    private @Nullable Duration staleOnError;

    @SuppressWarnings("serial") // a LinkedHashMap, declared as what it is used as
    private final Map<Class<?>, Factory<? extends Codec<?>>> codecFactories = new LinkedHashMap<>();

    /** Creates a configuration with every setting at its default. */
    public LarderConfiguration() {}

    /**
     * Creates a copy of a configuration.
     *
     * @param other the configuration to copy; its Larder settings are copied too if it has any
     */
    public LarderConfiguration(CompleteConfiguration<K, V> other) {
        super(other);
        if (other instanceof LarderConfiguration<K, V> larder) {
            maxBytes = larder.maxBytes;
            maxEntries = larder.maxEntries;
            typicalEntryBytes = larder.typicalEntryBytes;
            serialFilter = larder.serialFilter;
            keyCodecFactory = larder.keyCodecFactory;
            valueCodecFactory = larder.valueCodecFactory;
            oversizedEntryRejected = larder.oversizedEntryRejected;
            encrypted = larder.encrypted;
            keySourceFactory = larder.keySourceFactory;
            persistent = larder.persistent;
            refreshAhead = larder.refreshAhead;
            staleOnError = larder.staleOnError;
            codecFactories.putAll(larder.codecFactories);
        }
    }

    /** Returns the most bytes that the entries may take, or null if unset. */
    public @Nullable Long getMaxBytes() {
        return maxBytes;
    }

    /**
     * Sets the most bytes that the entries may take, off the heap, with all that the store needs to find them. Entries
     * are evicted to stay within it. Where this is not set the bound is 64 MiB, unless the configuration of the manager
     * says otherwise or {@link #setMaxEntries} needs more.
     *
     * @param maxBytes a number of bytes; a cache cannot be created with less than 65,536, nor with less than some three
     *     typical entries take, and the error says how many it would need
     * @return this configuration
     * @throws IllegalArgumentException if the number is zero or negative
     */
    public LarderConfiguration<K, V> setMaxBytes(long maxBytes) {
        this.maxBytes = requirePositive("maxBytes", maxBytes);
        return this;
    }

    /** Returns the most entries that the cache may hold, or null if unset. */
    public @Nullable Long getMaxEntries() {
        return maxEntries;
    }

    /**
     * Sets the most entries that the cache may hold. The number is never exceeded. Because entries spread unevenly over
     * the parts of a store, eviction may start up to 2 % early. Where this is not set bytes alone are bounded; by
     * reference, the bound is 100,000 entries.
     *
     * @param maxEntries a number of entries, at least 1
     * @return this configuration
     * @throws IllegalArgumentException if the number is zero or negative
     */
    public LarderConfiguration<K, V> setMaxEntries(long maxEntries) {
        this.maxEntries = requirePositive("maxEntries", maxEntries);
        return this;
    }

    /** Returns the bytes that a typical entry takes, or null if unset. */
    public @Nullable Integer getTypicalEntryBytes() {
        return typicalEntryBytes;
    }

    /**
     * Sets how many bytes the key and the value of a typical entry take together once encoded. The store is laid out for
     * this size; entries may be smaller and also larger, up to {@link StorageEstimate#largestEntryBytes}. Without it the
     * provider assumes a size.
     *
     * @param typicalEntryBytes a number of bytes, at least 1
     * @return this configuration
     * @throws IllegalArgumentException if the number is zero or negative
     */
    public LarderConfiguration<K, V> setTypicalEntryBytes(int typicalEntryBytes) {
        this.typicalEntryBytes = (int) requirePositive("typicalEntryBytes", typicalEntryBytes);
        return this;
    }

    /** Returns the pattern that narrows what may be deserialized, or null if unset. */
    public @Nullable String getSerialFilter() {
        return serialFilter;
    }

    /**
     * Sets a pattern that narrows which classes may be deserialized when keys or values of this cache are read. It
     * applies to Java serialization and to the classes of records and enums that stored bytes name, on top of the
     * provider's own limits and of the filter of the JVM: what any of them rejects is rejected.
     *
     * <p>A pattern that ends in {@code !*} admits nothing but what it names; for instance
     * {@code com.acme.orders.*;java.base/*;!*}.
     *
     * @param serialFilter a pattern in the syntax of {@link ObjectInputFilter.Config#createFilter}
     * @return this configuration
     * @throws IllegalArgumentException if the pattern is blank or malformed
     */
    public LarderConfiguration<K, V> setSerialFilter(String serialFilter) {
        requireNonNull(serialFilter, "serialFilter");
        if (serialFilter.isBlank()) {
            throw new IllegalArgumentException(
                    "serialFilter is blank; give a pattern such as 'com.acme.*;!*', or do not set it");
        }
        try {
            ObjectInputFilter.Config.createFilter(serialFilter);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "serialFilter '" + serialFilter + "' is malformed (" + e.getMessage()
                            + "); use the syntax of java.io.ObjectInputFilter, such as 'com.acme.*;!*'",
                    e);
        }
        this.serialFilter = serialFilter;
        return this;
    }

    /** Returns the factory of the codec that turns keys into bytes, or null if unset. */
    public @Nullable Factory<? extends Codec<K>> getKeyCodecFactory() {
        return keyCodecFactory;
    }

    /**
     * Sets the factory of the codec that turns keys into bytes. Without it keys of well-known types and
     * records are encoded by Larder, all others by Java serialization. Records are then compared by their components,
     * whatever an {@code equals} of their own says.
     *
     * @param keyCodecFactory the factory, called once for each cache that is created
     * @return this configuration
     */
    public LarderConfiguration<K, V> setKeyCodecFactory(Factory<? extends Codec<K>> keyCodecFactory) {
        this.keyCodecFactory = requireNonNull(keyCodecFactory, "keyCodecFactory");
        return this;
    }

    /** Returns the factory of the codec that turns values into bytes, or null if unset. */
    public @Nullable Factory<? extends Codec<V>> getValueCodecFactory() {
        return valueCodecFactory;
    }

    /**
     * Sets the factory of the codec that turns values into bytes. Without it values of well-known types and
     * records are encoded by Larder, all others by Java serialization.
     *
     * @param valueCodecFactory the factory, called once for each cache that is created
     * @return this configuration
     */
    public LarderConfiguration<K, V> setValueCodecFactory(Factory<? extends Codec<V>> valueCodecFactory) {
        this.valueCodecFactory = requireNonNull(valueCodecFactory, "valueCodecFactory");
        return this;
    }

    /**
     * Returns the factories of the codecs by type.
     *
     * @return an unmodifiable view, in the order in which the codecs were added
     */
    public Map<Class<?>, Factory<? extends Codec<?>>> getCodecFactories() {
        return Collections.unmodifiableMap(codecFactories);
    }

    /**
     * Adds the factory of a codec for one type. The cache uses it for every key and value, every component of a record and
     * every element of a collection in a record that is declared as exactly this type, or whose class is exactly this
     * type where the declaration leaves the class open. It is not used for subtypes. It goes before the forms that Larder
     * has for types; {@link #setKeyCodecFactory} and {@link #setValueCodecFactory} go before it.
     *
     * <p>Within keys the codec must be deterministic and injective, as {@link Codec} says. A codec that was added for the
     * same type before is replaced.
     *
     * @param type a class or an interface, not a primitive type: those are always encoded by Larder
     * @param factory the factory, called once for each cache that is created
     * @param <T> the type that the codec encodes
     * @return this configuration
     * @throws IllegalArgumentException if the type is primitive
     */
    public <T> LarderConfiguration<K, V> addCodec(Class<T> type, Factory<? extends Codec<T>> factory) {
        requireNonNull(type, "type");
        requireNonNull(factory, "factory");
        if (type.isPrimitive()) {
            throw new IllegalArgumentException(
                    "type is " + type
                            + ", which is always encoded by Larder; add a codec for a class, and declare components of that class");
        }
        codecFactories.put(type, factory);
        return this;
    }

    /** Returns whether writing an entry that is too large for the cache throws; false if unset. */
    public boolean isOversizedEntryRejected() {
        return oversizedEntryRejected;
    }

    /**
     * Sets what happens to an entry that is too large for the cache. By default it counts as written and evicted at once:
     * the old mapping is gone, and a warning is logged. If rejected, the operation throws an
     * {@link EntryTooLargeException} and the old mapping stays.
     *
     * @param oversizedEntryRejected whether to throw
     * @return this configuration
     */
    public LarderConfiguration<K, V> setOversizedEntryRejected(boolean oversizedEntryRejected) {
        this.oversizedEntryRejected = oversizedEntryRejected;
        return this;
    }

    /** Returns whether keys and values are stored encrypted; false if unset. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /**
     * Sets whether keys and values are stored encrypted, by AES-256-GCM. This needs a {@link #setKeySourceFactory source
     * of keys}.
     *
     * @param encrypted whether to encrypt
     * @return this configuration
     */
    public LarderConfiguration<K, V> setEncrypted(boolean encrypted) {
        this.encrypted = encrypted;
        return this;
    }

    /** Returns the factory of the source of the keys that an encrypted cache is encrypted with, or null if unset. */
    public @Nullable Factory<? extends KeySource> getKeySourceFactory() {
        return keySourceFactory;
    }

    /**
     * Sets the factory of the source of the keys that an encrypted cache is encrypted with. {@link
     * org.larder.codec.KeyFile} and {@link org.larder.codec.KeyVariable} are ready-made:
     *
     * <pre>{@code
     * configuration.setEncrypted(true).setKeySourceFactory(new KeyFile("/etc/shop/orders.key"));
     * }</pre>
     *
     * <p>A cache that has a source of keys and is not encrypted cannot be created, because somebody would take it for an
     * encrypted one.
     *
     * @param keySourceFactory the factory, called once for each cache that is created
     * @return this configuration
     */
    public LarderConfiguration<K, V> setKeySourceFactory(Factory<? extends KeySource> keySourceFactory) {
        this.keySourceFactory = requireNonNull(keySourceFactory, "keySourceFactory");
        return this;
    }

    /** Returns whether the entries are kept in files; false unless set. */
    public boolean isPersistent() {
        return persistent;
    }

    /**
     * Sets whether the entries are kept in files, where a later start, other JVMs of the host and other class loaders find
     * them. The directory is a property of the cache manager, {@code larder.directory}.
     *
     * <p>A cache with a writer has its files for itself: they cannot be shared.
     *
     * @param persistent whether entries outlive the cache
     * @return this configuration
     */
    public LarderConfiguration<K, V> setPersistent(boolean persistent) {
        this.persistent = persistent;
        return this;
    }

    /** Returns the share of its life after which an entry that is read is reloaded, or null if unset. */
    public @Nullable Double getRefreshAhead() {
        return refreshAhead;
    }

    /**
     * Sets the share of its life after which an entry that is read is served as it is and reloaded in the background. So
     * nobody waits for the loader as long as an entry is read between this time and its end.
     *
     * <p>This needs read-through with a loader, and an expiry under which entries live for a known time from a write on:
     * {@link org.larder.expiry.TimeToLive}, {@link javax.cache.expiry.CreatedExpiryPolicy} or {@link
     * javax.cache.expiry.ModifiedExpiryPolicy}. What is reloaded before a time of day or a date would not live longer for
     * it. An entry is due when less than the rest of such a life is left, also one that was written with an
     * {@linkplain org.larder.expiry.PerEntryExpiry expiry of its own}.
     *
     * @param share more than 0 and less than 1; 0.8 for the last fifth of a life
     * @return this configuration
     * @throws IllegalArgumentException if the share is not between 0 and 1
     */
    public LarderConfiguration<K, V> setRefreshAhead(double share) {
        if (!(share > 0 && share < 1)) { // NaN is refused, too
            throw new IllegalArgumentException(
                    "refreshAhead is " + share + "; it is a share of a life, more than 0 and less than 1, such as 0.8");
        }
        this.refreshAhead = share;
        return this;
    }

    /** Returns for how long an expired value may stand in for one that cannot be loaded, or null if unset. */
    public @Nullable Duration getStaleOnError() {
        return staleOnError;
    }

    /**
     * Sets for how long after its end an entry may be served for one purpose only: when the loader fails that is asked for
     * it by {@code get} or {@code getAll}. To all other operations it is expired. It takes room in the cache until then.
     * Each {@code get} asks the loader anew.
     *
     * <p>This needs read-through with a loader.
     *
     * @param grace a time after the end of an entry, a millisecond at least; fractions of milliseconds do not count
     * @return this configuration
     * @throws IllegalArgumentException if the time is less than a millisecond
     */
    public LarderConfiguration<K, V> setStaleOnError(Duration grace) {
        if (requireNonNull(grace, "staleOnError").compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "staleOnError is " + grace + "; it must be a millisecond at least, or not be set");
        }
        this.staleOnError = grace;
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setTypes(Class<K> keyType, Class<V> valueType) {
        super.setTypes(keyType, valueType);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> addCacheEntryListenerConfiguration(
            CacheEntryListenerConfiguration<K, V> listenerConfiguration) {
        super.addCacheEntryListenerConfiguration(listenerConfiguration);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> removeCacheEntryListenerConfiguration(
            CacheEntryListenerConfiguration<K, V> listenerConfiguration) {
        super.removeCacheEntryListenerConfiguration(listenerConfiguration);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setCacheLoaderFactory(
            @Nullable Factory<? extends CacheLoader<K, V>> loaderFactory) {
        super.setCacheLoaderFactory(loaderFactory);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setCacheWriterFactory(
            @Nullable Factory<? extends CacheWriter<? super K, ? super V>> writerFactory) {
        super.setCacheWriterFactory(writerFactory);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setExpiryPolicyFactory(
            @Nullable Factory<? extends ExpiryPolicy> expiryPolicyFactory) {
        super.setExpiryPolicyFactory(expiryPolicyFactory);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setReadThrough(boolean readThrough) {
        super.setReadThrough(readThrough);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setWriteThrough(boolean writeThrough) {
        super.setWriteThrough(writeThrough);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setStoreByValue(boolean storeByValue) {
        super.setStoreByValue(storeByValue);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setStatisticsEnabled(boolean statisticsEnabled) {
        super.setStatisticsEnabled(statisticsEnabled);
        return this;
    }

    @Override
    public LarderConfiguration<K, V> setManagementEnabled(boolean managementEnabled) {
        super.setManagementEnabled(managementEnabled);
        return this;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof LarderConfiguration<?, ?> other
                && super.equals(other)
                && Objects.equals(maxBytes, other.maxBytes)
                && Objects.equals(maxEntries, other.maxEntries)
                && Objects.equals(typicalEntryBytes, other.typicalEntryBytes)
                && Objects.equals(serialFilter, other.serialFilter)
                && Objects.equals(keyCodecFactory, other.keyCodecFactory)
                && Objects.equals(valueCodecFactory, other.valueCodecFactory)
                && oversizedEntryRejected == other.oversizedEntryRejected
                && encrypted == other.encrypted
                && Objects.equals(keySourceFactory, other.keySourceFactory)
                && persistent == other.persistent
                && Objects.equals(refreshAhead, other.refreshAhead)
                && Objects.equals(staleOnError, other.staleOnError)
                && codecFactories.equals(other.codecFactories);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                super.hashCode(),
                maxBytes,
                maxEntries,
                typicalEntryBytes,
                serialFilter,
                keyCodecFactory,
                valueCodecFactory,
                oversizedEntryRejected,
                encrypted,
                keySourceFactory,
                persistent,
                refreshAhead,
                staleOnError,
                codecFactories);
    }

    private static long requirePositive(String setting, long number) {
        if (number <= 0) {
            throw new IllegalArgumentException(setting + " is " + number + "; it must be at least 1");
        }
        return number;
    }
}
