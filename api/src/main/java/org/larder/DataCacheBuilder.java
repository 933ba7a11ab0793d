package org.larder;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.InstantSource;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.larder.expiry.TimeToLive;

/**
 * Builds handles of a {@link DataCache}. It needs a data type and one of {@link #domain} and {@link #manager}, or a
 * {@link #cache}. Not thread-safe; may build several.
 *
 * @since 0.1
 */
public final class DataCacheBuilder {

    private static final String LARDER = "org.larder.provider.LarderCachingProvider";
    private static final Pattern NEGATIVE = Pattern.compile("-[0-9]+");

    /** Lets those who build the first handles of a data type at the same time have one cache made. */
    private static final SingleFlight<Place, Cache<?, ?>> MAKING = new SingleFlight<>();

    private record Place(CacheManager manager, String cacheName) {}

    private @Nullable String domainName;
    private @Nullable String domainId;
    private @Nullable CacheManager manager;
    private @Nullable Cache<String, ?> cache;
    private @Nullable String dataType;
    private @Nullable TimeToLive ttl;
    private boolean validWhileCached;
    private InstantSource clock = InstantSource.system();

    DataCacheBuilder() {}

    /**
     * Puts the records into a domain of Larder's: into the manager of its URI and of the provider's default class loader,
     * with the configuration that is found by default. For another one, give a {@link #manager}.
     *
     * @param name {@code local}, {@code organization} or {@code system}, see {@link CacheDomain}
     * @param id the application of {@code local} or the organization of {@code organization}; null for {@code system}
     */
    public DataCacheBuilder domain(String name, @Nullable String id) {
        domainName = requireNonNull(name, "the domain must not be null");
        domainId = id;
        return this;
    }

    /** Puts the records into caches of a manager of any provider. It goes before a {@link #domain}. */
    public DataCacheBuilder manager(CacheManager caches) {
        manager = requireNonNull(caches, "the manager must not be null");
        return this;
    }

    /**
     * Puts the records into a certain cache of any provider. It goes before a {@link #manager}, and needs no data type.
     *
     * @param ready a cache of {@code String} and {@link CachedData}, or without types
     */
    public DataCacheBuilder cache(Cache<String, ?> ready) {
        cache = requireNonNull(ready, "the cache must not be null");
        return this;
    }

    /**
     * Names the type of the data, in any characters, which is the name of its cache in the manager. If there is none
     * of this name it is made, with the time to live as its expiry policy.
     */
    public DataCacheBuilder dataType(String name) {
        dataType = requireNonNull(name, "the data type must not be null");
        return this;
    }

    /**
     * Sets how many seconds records are valid for. At zero and below nothing is ever valid, nor is it if this is not set.
     */
    public DataCacheBuilder ttlSeconds(long seconds) {
        ttl = seconds <= 0 ? null : TimeToLive.ofSeconds(seconds);
        return this;
    }

    /**
     * Sets {@link #ttlSeconds(long)} by a text such as {@code "180"}.
     *
     * @param seconds a whole number in ASCII digits, perhaps after a minus sign; null for none
     * @throws IllegalArgumentException if it is anything else; the message shows text and expected form
     */
    public DataCacheBuilder ttlSeconds(@Nullable String seconds) {
        if (seconds == null || NEGATIVE.matcher(seconds).matches()) {
            ttl = null;
            return this;
        }
        TimeToLive given = TimeToLive.parse(seconds);
        ttl = given.life().isZero() ? null : given;
        return this;
    }

    /**
     * Leaves it to the cache when a record is no longer valid: what the cache has is valid. For caches that are read
     * through, which load what has expired anew, or serve it for a while where that fails.
     */
    public DataCacheBuilder validWhileCached() {
        validWhileCached = true;
        return this;
    }

    /**
     * Sets the clock that dates are taken from and compared with; the system's is the default. A provider has a clock of
     * its own.
     */
    public DataCacheBuilder clock(InstantSource source) {
        clock = requireNonNull(source, "the clock must not be null");
        return this;
    }

    /**
     * Builds a handle.
     *
     * @param <D> the type of the data, which is not checked
     * @throws DataCacheException with code {@link DataCacheException#SET_UP} if there is no such domain, its cache cannot
     *     be made or found, or something that is needed was not given
     */
    public <D extends @Nullable Object> DataCache<D> build() {
        try {
            return new DataCache<>(typed(cache != null ? cache : named()), ttl, validWhileCached, clock);
        } catch (RuntimeException e) {
            throw new DataCacheException(
                    DataCacheException.SET_UP,
                    "Failed to create data cache '%s': %s"
                            .formatted(cache != null ? cache.getName() : dataType, e.getMessage()),
                    e);
        }
    }

    private Cache<?, ?> named() {
        String name = requireGiven(dataType, "no data type is given");
        CacheManager caches = manager != null ? manager : managerOfDomain();
        return requireNonNull(MAKING.run(new Place(caches, name), () -> foundOrMade(caches, name)));
    }

    private Cache<?, ?> foundOrMade(CacheManager caches, String name) {
        Cache<?, ?> found = caches.getCache(name);
        return found != null ? found : caches.createCache(name, configuration());
    }

    private CacheManager managerOfDomain() {
        CacheDomain domain = CacheDomain.named(requireGiven(domainName, "neither a domain nor a manager is given"));
        URI uri = domainId == null ? domain.uri() : domain.uri(domainId);
        return Caching.getCachingProvider(LARDER).getCacheManager(uri, null);
    }

    private static String requireGiven(@Nullable String text, String otherwise) {
        if (text == null) {
            throw new IllegalArgumentException(otherwise);
        }
        return text;
    }

    @SuppressWarnings("rawtypes") // a class literal knows no type arguments
    private MutableConfiguration<String, CachedData> configuration() {
        Factory<? extends ExpiryPolicy> expiry = ttl == null ? EternalExpiryPolicy.factoryOf() : ttl;
        return new MutableConfiguration<String, CachedData>()
                .setTypes(String.class, CachedData.class)
                .setExpiryPolicyFactory(expiry);
    }

    @SuppressWarnings("unchecked") // the types of key and value are looked at; that of the data nobody knows
    private static <D extends @Nullable Object> Cache<String, CachedData<D>> typed(Cache<?, ?> untyped) {
        Configuration<?, ?> types = untyped.getConfiguration(Configuration.class);
        if (!isOf(types.getKeyType(), String.class) || !isOf(types.getValueType(), CachedData.class)) {
            throw new IllegalArgumentException("the cache is of %s and %s; it must be of %s and %s, or without types"
                    .formatted(
                            types.getKeyType().getName(),
                            types.getValueType().getName(),
                            String.class.getName(),
                            CachedData.class.getName()));
        }
        return (Cache<String, CachedData<D>>) untyped;
    }

    private static boolean isOf(Class<?> declared, Class<?> needed) {
        return declared.equals(needed) || declared.equals(Object.class);
    }
}
