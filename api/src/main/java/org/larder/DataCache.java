package org.larder;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeToLive;

/**
 * Records of one type of data by resource id, each valid for a time to live, in a cache of any provider.
 *
 * <pre>{@code
 * DataCache<Map<String, Object>> cache =
 *         DataCache.builder().domain("local", "shop").dataType("myDnsData").ttlSeconds("180").build();
 * cache.add("one", Map.of("one", 1));
 * CachedData<Map<String, Object>> data = cache.get("two", rid -> lookUp(rid));
 * }</pre>
 *
 * <p>The time to live belongs to this handle. A record is valid for a reader until the time to live <em>of the reader</em>
 * has passed since it was written; reading does not extend it. On Larder it also expires after that of the writer; on
 * other providers, when the expiry policy of the cache says so. A handle whose time to live is zero, negative or not
 * given finds nothing and stores nothing: what it writes only removes what was there.
 *
 * <p>Failures of the cache are {@link DataCacheException}s of code {@link DataCacheException#OPERATION}. A handle made by
 * {@link #raiseOnError raiseOnError(false)} logs them as errors instead and returns null. Null arguments are a
 * {@link NullPointerException} in any case.
 *
 * <p>Immutable and thread-safe. Whether data is copied is a matter of the cache: by value, as is the default, what is
 * stored and what is returned can be changed without changing the record.
 *
 * @param <D> the type of the data: maps, lists, texts and numbers as in JSON, or whatever the cache can store
 * @since 0.1
 */
public final class DataCache<D extends @Nullable Object> {

    private static final Logger LOG = System.getLogger(DataCache.class.getName());

    private final Cache<String, CachedData<D>> cache;

    /** The same cache; what is written through it lives as long as this handle says, where the provider can do that. */
    private final Cache<String, CachedData<D>> writes;

    private final @Nullable TimeToLive ttl; // null if nothing is ever valid
    private final boolean validWhileCached;
    private final InstantSource clock;
    private final boolean raiseOnError;
    private final SingleFlight<Asked, CachedData<D>> flights;

    /** What is asked for by whom: those who get exceptions do not share work with those who do not. */
    private record Asked(String rid, boolean raiseOnError) {}

    DataCache(
            Cache<String, CachedData<D>> cache,
            @Nullable TimeToLive ttl,
            boolean validWhileCached,
            InstantSource clock) {
        this(
                cache,
                ttl == null ? cache : livingFor(ttl, cache),
                ttl,
                validWhileCached,
                clock,
                true,
                new SingleFlight<>());
    }

    private DataCache(
            Cache<String, CachedData<D>> cache,
            Cache<String, CachedData<D>> writes,
            @Nullable TimeToLive ttl,
            boolean validWhileCached,
            InstantSource clock,
            boolean raiseOnError,
            SingleFlight<Asked, CachedData<D>> flights) {
        this.cache = cache;
        this.writes = writes;
        this.ttl = ttl;
        this.validWhileCached = validWhileCached;
        this.clock = clock;
        this.raiseOnError = raiseOnError;
        this.flights = flights;
    }

    private static <D extends @Nullable Object> Cache<String, CachedData<D>> livingFor(
            TimeToLive ttl, Cache<String, CachedData<D>> cache) {
        PerEntryExpiry<String, CachedData<D>> perEntry;
        try {
            perEntry = PerEntryExpiry.of(cache);
        } catch (CacheException notOnThisProvider) {
            return cache; // readers look at the date themselves
        }
        return perEntry.with(ttl);
    }

    /** Starts a data cache of which nothing is known yet. */
    public static DataCacheBuilder builder() {
        return new DataCacheBuilder();
    }

    /**
     * Returns a handle of the same records that raises exceptions on failures, as a new one does, or logs them instead.
     * It is cheap enough for a single call: {@code cache.raiseOnError(false).delete("one")}.
     */
    public DataCache<D> raiseOnError(boolean raise) {
        return raise == raiseOnError
                ? this
                : new DataCache<>(cache, writes, ttl, validWhileCached, clock, raise, flights);
    }

    /**
     * Adds a record, or replaces the one that is there; its time begins now.
     *
     * @return what was done; null if it failed and failures are not raised
     * @throws DataCacheException if it failed
     */
    public @Nullable WriteResult add(String rid, D data) {
        CachedData<D> written = write("post", rid, data);
        return written == null ? null : new WriteResult(rid, written.version(), resultOf(written));
    }

    private static WriteResult.Result resultOf(CachedData<?> written) {
        if (written.version() == 0) {
            return WriteResult.Result.NOT_STORED;
        }
        return written.version() == 1 ? WriteResult.Result.CREATED : WriteResult.Result.UPDATED;
    }

    /**
     * Replaces a record, or adds it if there is none; its time begins now.
     *
     * @return what was written, of version 0 if the time to live leaves it no life; null if it failed and failures are
     *     not raised
     * @throws DataCacheException if it failed
     */
    public @Nullable CachedData<D> update(String rid, D data) {
        return write("put", rid, data);
    }

    /**
     * Deletes a record, valid or not.
     *
     * @return what was done; null if it failed and failures are not raised
     * @throws DataCacheException if it failed, also if there was no record
     */
    public @Nullable WriteResult delete(String rid) {
        requireNonNull(rid, "the resource id must not be null");
        try {
            if (cache.remove(rid)) {
                return new WriteResult(rid, 0, WriteResult.Result.DELETED);
            }
        } catch (RuntimeException e) {
            failed("delete", rid, e);
            return null;
        }
        failed("delete", rid, null);
        return null;
    }

    /**
     * Returns a record if it is valid.
     *
     * @return the record; null if there is none that is valid, or reading failed and failures are not raised
     * @throws DataCacheException if reading failed
     */
    public @Nullable CachedData<D> get(String rid) {
        requireNonNull(rid, "the resource id must not be null");
        try {
            return valid(rid);
        } catch (RuntimeException e) {
            failed("get", rid, e);
            return null;
        }
    }

    /**
     * Returns a record if it is valid, and otherwise what a callback returns, which is stored. Of several threads that
     * ask for the same record by the same handle at the same time one calls its callback, and the others share what
     * comes of it.
     *
     * <p>Where failures are not raised, one to read is as if there was no record, and one to store keeps nothing from the
     * caller.
     *
     * @param callback called with the resource id, on this thread; while it runs other threads may write the record,
     *     which it then replaces
     * @return the record, or what the callback returned; version 0 if that was not stored; null if the callback returned
     *     null
     * @throws CacheLoaderException if the callback threw an exception, which is the cause unless it is such an exception
     *     itself; raised in any case
     * @throws IllegalStateException if the callback asks, in the end, for the record that it is called for; raised in any
     *     case
     * @throws DataCacheException if reading or storing failed
     */
    public @Nullable CachedData<D> get(String rid, DataCallback<? extends D> callback) {
        requireNonNull(callback, "the callback must not be null");
        CachedData<D> cached = validAtFirstSight(requireNonNull(rid, "the resource id must not be null"));
        return cached != null ? cached : flights.run(new Asked(rid, raiseOnError), () -> refresh(rid, callback));
    }

    /** Looks once without caring for failures: where there is no data, {@link #refresh} looks again and reports them. */
    private @Nullable CachedData<D> validAtFirstSight(String rid) {
        try {
            return valid(rid);
        } catch (RuntimeException reportedWhenReadAgain) {
            return null;
        }
    }

    private @Nullable CachedData<D> refresh(String rid, DataCallback<? extends D> callback) {
        CachedData<D> meanwhile = get(rid);
        if (meanwhile != null) {
            return meanwhile;
        }
        D data = called(callback, rid);
        if (data == null) {
            return null;
        }
        CachedData<D> stored = isEmpty(data) ? null : write("put", rid, data);
        return stored != null ? stored : new CachedData<>(clock.instant(), data, 0);
    }

    private static <T extends @Nullable Object> @Nullable T called(DataCallback<? extends T> callback, String rid) {
        try {
            return callback.call(rid);
        } catch (CacheLoaderException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new CacheLoaderException("the callback for the data of '%s' failed: %s".formatted(rid, e), e);
        }
    }

    /** Whether data is what its makers call false, which a callback returns if there is nothing to cache. */
    private static boolean isEmpty(Object data) {
        if (data instanceof Map<?, ?> map) {
            return map.isEmpty();
        }
        if (data instanceof Collection<?> collection) {
            return collection.isEmpty();
        }
        if (data instanceof CharSequence text) {
            return text.isEmpty();
        }
        if (data instanceof Number number) {
            return number.doubleValue() == 0;
        }
        return data.equals(false) || (data.getClass().isArray() && Array.getLength(data) == 0);
    }

    private @Nullable CachedData<D> valid(String rid) {
        if (ttl == null) {
            return null;
        }
        CachedData<D> found = cache.get(rid);
        if (found == null || validWhileCached) {
            return found;
        }
        return clock.instant().isBefore(ttl.expiresAt(found.cacheDate())) ? found : null;
    }

    private @Nullable CachedData<D> write(String operation, String rid, D data) {
        requireNonNull(rid, "the resource id must not be null");
        Instant now = clock.instant();
        try {
            if (ttl == null) {
                cache.remove(rid);
                return new CachedData<>(now, data, 0);
            }
            long version = writes.invoke(rid, new UpsertProcessor<>(now, data));
            return new CachedData<>(now, data, version);
        } catch (RuntimeException e) {
            failed(operation, rid, e);
            return null;
        }
    }

    /** Raises a failure or logs it. */
    private void failed(String operation, String rid, @Nullable RuntimeException cause) {
        String message = "Failed to %s record data of '%s' in data cache '%s': %s"
                .formatted(
                        operation, rid, cache.getName(), cause == null ? "there is no such record (NOT_FOUND)" : cause);
        if (raiseOnError) {
            throw new DataCacheException(DataCacheException.OPERATION, message, cause);
        }
        LOG.log(Level.ERROR, message, cause);
    }
}
