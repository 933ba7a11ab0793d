package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CacheControl}. Not thread-safe.
 *
 * @since 0.1
 */
public final class CacheControlBuilder {

    /** For all times that are longer, with which neither clocks nor timers can count. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    final Map<String, Supplier<CachedResource<?>>> resources = new LinkedHashMap<>();

    @Nullable
    TokenVerifier verifier;

    @Nullable
    Executor executor;

    @Nullable
    Json json;

    Supplier<TimeLimits> timeLimits = LimitTimer::new;
    Set<String> adminRoles = Set.of();
    final Map<String, Set<String>> refreshRoles = new HashMap<>();
    InstantSource clock = InstantSource.system();
    Duration fastAnswer = Duration.ofMillis(250);
    Duration loadTimeout = Duration.ofMinutes(10);
    Duration retention = Duration.ofHours(1);
    int maxFastAnswers = 8;
    int maxWaiting = 100;
    int maxWaitingKeys = 200_000;
    int maxFinishedTasks = 10_000;
    int maxEntriesPerUser = 1_000;
    int maxEntries = 100_000;
    int maxBodyBytes = 64 * 1024;
    int batchKeys = 500;
    int maxKeys = 100_000;
    boolean unknownTasksPending;

    CacheControlBuilder() {}

    /**
     * Declares a cache that can be refreshed as a whole: all keys that it has when the refresh begins.
     *
     * @param title what clients call it
     * @param cache a cache with a loader
     * @throws IllegalArgumentException if there is a resource of that title
     */
    public <K> CacheControlBuilder resource(String title, Cache<K, ?> cache) {
        return declare(title, cache, Selection.all());
    }

    /**
     * Declares a cache that can be refreshed as a whole, if a client sends no parameters, and in part otherwise.
     *
     * @param title what clients call it
     * @param cache a cache with a loader
     * @param keys which keys parameters mean; called on the thread of the request. What it throws as an
     *     {@link IllegalArgumentException} is answered with status 400 and its message
     * @throws IllegalArgumentException if there is a resource of that title
     */
    public <K> CacheControlBuilder resource(
            String title,
            Cache<K, ?> cache,
            Function<? super RefreshParameters, ? extends Collection<? extends K>> keys) {
        requireNonNull(keys, "the function from parameters to keys must not be null");
        return declare(title, cache, Selection.of(title, keys));
    }

    /**
     * Declares a cache of which each user can refresh what is theirs. Nobody refreshes all keys that it has: also where
     * a client sends no parameters, the function says which ones are meant.
     *
     * @param title what clients call it
     * @param cache a cache with a loader
     * @param keys which keys parameters mean for somebody; called on the thread of the request. What it throws as an
     *     {@link IllegalArgumentException} is answered with status 400 and its message
     * @throws IllegalArgumentException if there is a resource of that title
     */
    public <K> CacheControlBuilder resource(
            String title,
            Cache<K, ?> cache,
            BiFunction<? super RefreshParameters, ? super Caller, ? extends Collection<? extends K>> keys) {
        requireNonNull(keys, "the function from parameters to keys must not be null");
        return declare(title, cache, Selection.of(title, keys));
    }

    private <K> CacheControlBuilder declare(String title, Cache<K, ?> cache, Selection<K> selection) {
        requireNonNull(cache, "the cache must not be null");
        if (requireNonNull(title, "the title must not be null").isBlank()) {
            throw new IllegalArgumentException("the title of a resource is blank; clients must be able to name it");
        }
        if (resources.putIfAbsent(title, () -> new CachedResource<>(title, cache, selection, batchKeys, maxKeys))
                != null) {
            throw new IllegalArgumentException(
                    "there are two resources '%s'; give each a title of its own".formatted(title));
        }
        return this;
    }

    /**
     * Sets what checks bearer tokens of requests that the container has not authenticated. Without it such requests
     * are refused.
     */
    public CacheControlBuilder verifier(TokenVerifier value) {
        verifier = requireNonNull(value, "the verifier must not be null");
        return this;
    }

    /**
     * Sets the roles whose members may refresh every resource and see the entries and tasks of all users; none unless
     * set. Names that are given twice count once.
     */
    public CacheControlBuilder adminRoles(String... names) {
        adminRoles = roleNames(names);
        return this;
    }

    /**
     * Sets the roles whose members may refresh a resource, beside the administrators; unless set, all users may.
     *
     * @param title a resource that is declared
     * @param names one at least; names that are given twice count once
     * @throws IllegalArgumentException if there is no resource of that title, or no name
     */
    public CacheControlBuilder refreshRoles(String title, String... names) {
        requireNonNull(title, "the title must not be null");
        Set<String> roles = roleNames(names);
        if (!resources.containsKey(title)) {
            throw new IllegalArgumentException(
                    "there is no resource '%s'; declare it before the roles that may refresh it".formatted(title));
        }
        if (roles.isEmpty()) { // which would let everybody
            throw new IllegalArgumentException(
                    "no role may refresh '%s'; name one, or leave the call out for all users".formatted(title));
        }
        refreshRoles.put(title, roles);
        return this;
    }

    private static Set<String> roleNames(String... names) {
        Set<String> roles = new HashSet<>();
        for (String name : requireNonNull(names, "the names of roles must not be null")) {
            roles.add(requireNonNull(name, "the name of a role must not be null"));
        }
        return Set.copyOf(roles);
    }

    Set<String> roles() {
        Set<String> roles = new HashSet<>(adminRoles);
        refreshRoles.values().forEach(roles::addAll);
        return Set.copyOf(roles);
    }

    /**
     * Sets what begins loads, such as an executor that the container manages. Loads themselves are done where the
     * provider of the cache does them. Without it threads of our own are used, which come and go.
     *
     * @param value must not do the work on the thread that hands it over, which may be that of a request or one of the
     *     provider's, and would wait for what it begins
     */
    public CacheControlBuilder executor(Executor value) {
        executor = requireNonNull(value, "the executor must not be null");
        return this;
    }

    /** Sets the clock that tells when something was loaded; the system's unless set. */
    public CacheControlBuilder clock(InstantSource value) {
        clock = requireNonNull(value, "the clock must not be null");
        return this;
    }

    /** Sets how long the answer to a request for a refresh waits for its end; 250 ms unless set, zero for not at all. */
    public CacheControlBuilder fastAnswer(Duration value) {
        if (requireNonNull(value, "fastAnswer must not be null").isNegative()) {
            throw new IllegalArgumentException("a wait of %s; it must not be negative".formatted(value));
        }
        fastAnswer = bounded(value);
        return this;
    }

    /** Sets how many requests may wait so at a time, each on a thread of the server; 8 unless set. */
    public CacheControlBuilder maxFastAnswers(int value) {
        maxFastAnswers = positive("maxFastAnswers", value);
        return this;
    }

    /**
     * Sets after which time a load has failed, counted from when it is handed to the executor; 10 minutes unless set.
     */
    public CacheControlBuilder loadTimeout(Duration value) {
        loadTimeout = positive("loadTimeout", value);
        return this;
    }

    /** Sets what tells when loads have taken too long. */
    CacheControlBuilder timeLimits(TimeLimits value) {
        timeLimits = () -> value;
        return this;
    }

    /** Sets what reads and writes JSON. */
    CacheControlBuilder json(Json value) {
        json = value;
        return this;
    }

    /** Sets how many refreshes of a resource may wait for their turn; 100 unless set. */
    public CacheControlBuilder maxWaiting(int value) {
        maxWaiting = positive("maxWaiting", value);
        return this;
    }

    /**
     * Sets how many keys the refreshes of a resource that wait for their turn may hold together; 200,000 unless set. One
     * that waits alone may hold more.
     */
    public CacheControlBuilder maxWaitingKeys(int value) {
        maxWaitingKeys = positive("maxWaitingKeys", value);
        return this;
    }

    /** Sets how long a task can be asked for after its end; an hour unless set. */
    public CacheControlBuilder retention(Duration value) {
        retention = positive("retention", value);
        return this;
    }

    /** Sets how many tasks that have ended can be asked for; 10,000 unless set. */
    public CacheControlBuilder maxFinishedTasks(int value) {
        maxFinishedTasks = positive("maxFinishedTasks", value);
        return this;
    }

    /** Sets how many entries are kept of a user, the ones refreshed last; 1,000 unless set. */
    public CacheControlBuilder maxEntriesPerUser(int value) {
        maxEntriesPerUser = positive("maxEntriesPerUser", value);
        return this;
    }

    /**
     * Sets how many entries are kept of all users together; 100,000 unless set. If there are more, those of the user who
     * has refreshed nothing for the longest time go.
     */
    public CacheControlBuilder maxEntries(int value) {
        maxEntries = positive("maxEntries", value);
        return this;
    }

    /** Sets how large the body of a request may be; 64 KiB unless set. */
    public CacheControlBuilder maxBodyBytes(int value) {
        maxBodyBytes = positive("maxBodyBytes", value);
        return this;
    }

    /** Sets how many keys a provider is asked to load at a time; 500 unless set. */
    public CacheControlBuilder batchKeys(int value) {
        batchKeys = positive("batchKeys", value);
        return this;
    }

    /** Sets how many keys one refresh may load; 100,000 unless set. */
    public CacheControlBuilder maxKeys(int value) {
        maxKeys = positive("maxKeys", value);
        return this;
    }

    /** Lets a task that is not known be PENDING, as some clients expect; unless this is called, that is status 404. */
    public CacheControlBuilder unknownTasksPending() {
        unknownTasksPending = true;
        return this;
    }

    /**
     * Builds the control.
     *
     * @throws IllegalArgumentException if a cache has no loader
     * @throws IllegalStateException if the class path has neither JSON-P nor Jackson
     */
    public CacheControl build() {
        return new CacheControl(this);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s is %d; it must be at least 1".formatted(name, value));
        }
        return value;
    }

    private static Duration positive(String name, Duration value) {
        requireNonNull(value, () -> name + " must not be null");
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("%s is %s; it must be more than zero".formatted(name, value));
        }
        return bounded(value);
    }

    private static Duration bounded(Duration value) {
        return value.compareTo(FOREVER) < 0 ? value : FOREVER;
    }
}
