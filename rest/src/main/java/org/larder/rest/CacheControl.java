package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The caches that may be refreshed over HTTP, the refreshes under way, and who may see what of them: what a
 * {@link CacheControlResource} speaks for.
 *
 * <pre>{@code
 * CacheControl control = CacheControl.builder()
 *         .resource("fruits", fruits, parameters -> Set.of(parameters.integer("year")))
 *         .verifier(TokenVerifier.fixed(Map.of(token, Caller.of("ann"))))
 *         .build();
 * }</pre>
 *
 * <p>A refresh loads entries anew with the loader of their cache, through {@link Cache#loadAll}. If it fails, the entries
 * that it did not load stay as they were. Works with the caches of any provider.
 *
 * <p>Thread-safe. Closing it closes no caches.
 *
 * @since 0.1
 */
public final class CacheControl implements AutoCloseable {

    private final Map<String, Refreshable> resources = new LinkedHashMap<>();
    private final @Nullable TokenVerifier verifier;
    private final Set<String> adminRoles;
    private final Set<String> roles;
    private final int maxBodyBytes;
    private final Duration fastAnswer;
    private final Semaphore mayWait;
    private final boolean unknownTasksPending;
    private final Json json;
    private final String nonce = UUID.randomUUID().toString();
    private final UserEntries entries;
    private final Tasks tasks;
    private final TimeLimits timeLimits;
    private final @Nullable ThreadPoolExecutor own;

    private CacheControl(Builder builder) {
        verifier = builder.verifier;
        adminRoles = builder.adminRoles;
        roles = builder.roles();
        maxBodyBytes = builder.maxBodyBytes;
        fastAnswer = builder.fastAnswer;
        mayWait = new Semaphore(builder.maxFastAnswers);
        unknownTasksPending = builder.unknownTasksPending;
        json = builder.json == null ? Json.ofClassPath() : builder.json;
        entries = new UserEntries(builder.maxEntriesPerUser, builder.maxEntries, nonce);
        tasks = new Tasks(builder.retention, builder.maxFinishedTasks, builder.clock);
        timeLimits = builder.timeLimits.get();
        own = builder.executor == null ? Threads.onDemand("larder-refresh") : null;
        Executor executor = own == null ? requireNonNull(builder.executor) : own;
        builder.resources.forEach((title, resource) -> resources.put(
                title,
                new Refreshable(
                        resource.get(),
                        new RefreshQueue(
                                title,
                                builder.maxWaiting,
                                builder.maxWaitingKeys,
                                builder.loadTimeout,
                                executor,
                                timeLimits,
                                builder.clock,
                                tasks::ended),
                        builder.refreshRoles.getOrDefault(title, Set.of()))));
    }

    /** Starts a control of nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Ends the refreshes, without waiting: those that are not done have failed, and no new ones are taken. A loader that is
     * at work is not interrupted.
     */
    @Override
    public void close() {
        resources.values().forEach(resource -> resource.queue.close());
        timeLimits.close();
        if (own != null) {
            own.shutdown();
        }
    }

    @Nullable
    TokenVerifier verifier() {
        return verifier;
    }

    int maxBodyBytes() {
        return maxBodyBytes;
    }

    Json json() {
        return json;
    }

    /** What a client is answered with: values as JSON has them. */
    Document document(Object value) {
        return documentOf(json.write(value));
    }

    /** What a client is answered with: JSON that is there already. */
    Document documentOf(String text) {
        return new Document(text, Fingerprint.of(nonce, text));
    }

    /** The entries that somebody may see. */
    Document list(Caller caller) {
        return isAdmin(caller) ? document(entries.ofAll()) : entries.document(caller.name(), this::document);
    }

    /**
     * Begins a refresh, and waits a little for its end.
     *
     * @throws Refusal if it cannot be done, or not now
     */
    RefreshTask refresh(Caller caller, @Nullable String device, String title, RefreshParameters parameters) {
        Refreshable resource = resources.get(title);
        if (resource == null) {
            throw Refusal.of(404, "There is no such resource.");
        }
        if (!mayRefresh(caller, resource)) {
            throw Refusal.of(403, "You have none of the roles that may refresh this resource.");
        }
        resource.queue.requireRoom(0); // before code of the user
        Load<?> load = load(resource, parameters, caller);
        resource.queue.requireRoom(load.keyCount()); // before an entry is made of it
        RefreshTask task = new RefreshTask(caller.name(), entries.of(caller.name(), device, title, parameters), load);
        tasks.add(task);
        try {
            resource.queue.add(task);
        } catch (Refusal e) {
            tasks.remove(task);
            throw e;
        }
        awaitIfFew(task);
        return task;
    }

    private static Load<?> load(Refreshable resource, RefreshParameters parameters, Caller caller) {
        try {
            return resource.resource.load(parameters, caller);
        } catch (InvalidParameterException e) {
            throw Refusal.badField(e.parameter(), e.reason());
        } catch (IllegalArgumentException e) {
            throw Refusal.of(400, e.getMessage() == null ? "These parameters are of no use." : e.getMessage());
        }
    }

    /** Who waits holds a thread of the server: others are answered at once. */
    private void awaitIfFew(RefreshTask task) {
        if (mayWait.tryAcquire()) {
            try {
                task.await(fastAnswer);
            } finally {
                mayWait.release();
            }
        }
    }

    /**
     * A task as clients see it.
     *
     * @throws Refusal if there is none that this caller may see
     */
    Map<String, @Nullable Object> task(Caller caller, UUID id) {
        RefreshTask task = tasks.find(id);
        if (task != null && (task.user().equals(caller.name()) || isAdmin(caller))) {
            return task.toJson();
        }
        if (unknownTasksPending) {
            return RefreshTask.json(id, TaskState.PENDING);
        }
        throw Refusal.of(404, "There is no such task.");
    }

    /** How many tasks are known. */
    int taskCount() {
        return tasks.size();
    }

    private boolean isAdmin(Caller caller) {
        return isInOneOf(adminRoles, caller);
    }

    private boolean mayRefresh(Caller caller, Refreshable resource) {
        return resource.roles.isEmpty() || isInOneOf(resource.roles, caller) || isAdmin(caller);
    }

    private static boolean isInOneOf(Set<String> roles, Caller caller) {
        return !Collections.disjoint(roles, caller.roles());
    }

    /** The names of all roles that are of use here. */
    Set<String> roles() {
        return roles;
    }

    /** A resource, its queue, and the roles whose members may refresh it; none for everybody. */
    private record Refreshable(CachedResource<?> resource, RefreshQueue queue, Set<String> roles) {}

    /**
     * Builds a {@link CacheControl}. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        /** For all times that are longer, with which neither clocks nor timers can count. */
        private static final Duration FOREVER = Duration.ofDays(36_500);

        private final Map<String, Supplier<CachedResource<?>>> resources = new LinkedHashMap<>();
        private @Nullable TokenVerifier verifier;
        private @Nullable Executor executor;
        private @Nullable Json json;
        private Supplier<TimeLimits> timeLimits = LimitTimer::new;
        private Set<String> adminRoles = Set.of();
        private final Map<String, Set<String>> refreshRoles = new HashMap<>();
        private InstantSource clock = InstantSource.system();
        private Duration fastAnswer = Duration.ofMillis(250);
        private Duration loadTimeout = Duration.ofMinutes(10);
        private Duration retention = Duration.ofHours(1);
        private int maxFastAnswers = 8;
        private int maxWaiting = 100;
        private int maxWaitingKeys = 200_000;
        private int maxFinishedTasks = 10_000;
        private int maxEntriesPerUser = 1_000;
        private int maxEntries = 100_000;
        private int maxBodyBytes = 64 * 1024;
        private int batchKeys = 500;
        private int maxKeys = 100_000;
        private boolean unknownTasksPending;

        private Builder() {}

        /**
         * Declares a cache that can be refreshed as a whole: all keys that it has when the refresh begins.
         *
         * @param title what clients call it
         * @param cache a cache with a loader
         * @throws IllegalArgumentException if there is a resource of that title
         */
        public <K> Builder resource(String title, Cache<K, ?> cache) {
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
        public <K> Builder resource(
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
        public <K> Builder resource(
                String title,
                Cache<K, ?> cache,
                BiFunction<? super RefreshParameters, ? super Caller, ? extends Collection<? extends K>> keys) {
            requireNonNull(keys, "the function from parameters to keys must not be null");
            return declare(title, cache, Selection.of(title, keys));
        }

        private <K> Builder declare(String title, Cache<K, ?> cache, Selection<K> selection) {
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
        public Builder verifier(TokenVerifier value) {
            verifier = requireNonNull(value, "the verifier must not be null");
            return this;
        }

        /**
         * Sets the roles whose members may refresh every resource and see the entries and tasks of all users; none unless
         * set.
         */
        public Builder adminRoles(String... names) {
            adminRoles = Set.of(names);
            return this;
        }

        /**
         * Sets the roles whose members may refresh a resource, beside the administrators; unless set, all users may.
         *
         * @param title a resource that is declared
         * @throws IllegalArgumentException if there is no resource of that title
         */
        public Builder refreshRoles(String title, String... names) {
            if (!resources.containsKey(title)) {
                throw new IllegalArgumentException(
                        "there is no resource '%s'; declare it before the roles that may refresh it".formatted(title));
            }
            refreshRoles.put(title, Set.of(names));
            return this;
        }

        private Set<String> roles() {
            Set<String> roles = new HashSet<>(adminRoles);
            refreshRoles.values().forEach(roles::addAll);
            return Set.copyOf(roles);
        }

        /**
         * Sets what begins loads, such as an executor that the container manages. Loads themselves are done where the
         * provider of the cache does them. Without it threads of our own are used, which come and go.
         */
        public Builder executor(Executor value) {
            executor = requireNonNull(value, "the executor must not be null");
            return this;
        }

        /** Sets the clock that tells when something was loaded; the system's unless set. */
        public Builder clock(InstantSource value) {
            clock = requireNonNull(value, "the clock must not be null");
            return this;
        }

        /** Sets how long the answer to a request for a refresh waits for its end; 250 ms unless set, zero for not at all. */
        public Builder fastAnswer(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("a wait of %s; it must not be negative".formatted(value));
            }
            fastAnswer = bounded(value);
            return this;
        }

        /** Sets how many requests may wait so at a time, each on a thread of the server; 8 unless set. */
        public Builder maxFastAnswers(int value) {
            maxFastAnswers = positive("maxFastAnswers", value);
            return this;
        }

        /**
         * Sets after which time a load has failed, counted from when it is handed to the executor; 10 minutes unless set.
         */
        public Builder loadTimeout(Duration value) {
            loadTimeout = positive("loadTimeout", value);
            return this;
        }

        /** Sets what tells when loads have taken too long. */
        Builder timeLimits(TimeLimits value) {
            timeLimits = () -> value;
            return this;
        }

        /** Sets what reads and writes JSON. */
        Builder json(Json value) {
            json = value;
            return this;
        }

        /** Sets how many refreshes of a resource may wait for their turn; 100 unless set. */
        public Builder maxWaiting(int value) {
            maxWaiting = positive("maxWaiting", value);
            return this;
        }

        /**
         * Sets how many keys the refreshes of a resource that wait for their turn may hold together; 200,000 unless set. One
         * that waits alone may hold more.
         */
        public Builder maxWaitingKeys(int value) {
            maxWaitingKeys = positive("maxWaitingKeys", value);
            return this;
        }

        /** Sets how long a task can be asked for after its end; an hour unless set. */
        public Builder retention(Duration value) {
            retention = positive("retention", value);
            return this;
        }

        /** Sets how many tasks that have ended can be asked for; 10,000 unless set. */
        public Builder maxFinishedTasks(int value) {
            maxFinishedTasks = positive("maxFinishedTasks", value);
            return this;
        }

        /** Sets how many entries are kept of a user, the ones refreshed last; 1,000 unless set. */
        public Builder maxEntriesPerUser(int value) {
            maxEntriesPerUser = positive("maxEntriesPerUser", value);
            return this;
        }

        /**
         * Sets how many entries are kept of all users together; 100,000 unless set. If there are more, those of the user who
         * has refreshed nothing for the longest time go.
         */
        public Builder maxEntries(int value) {
            maxEntries = positive("maxEntries", value);
            return this;
        }

        /** Sets how large the body of a request may be; 64 KiB unless set. */
        public Builder maxBodyBytes(int value) {
            maxBodyBytes = positive("maxBodyBytes", value);
            return this;
        }

        /** Sets how many keys a provider is asked to load at a time; 500 unless set. */
        public Builder batchKeys(int value) {
            batchKeys = positive("batchKeys", value);
            return this;
        }

        /** Sets how many keys one refresh may load; 100,000 unless set. */
        public Builder maxKeys(int value) {
            maxKeys = positive("maxKeys", value);
            return this;
        }

        /** Lets a task that is not known be PENDING, as some clients expect; unless this is called, that is status 404. */
        public Builder unknownTasksPending() {
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
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException("%s is %s; it must be more than zero".formatted(name, value));
            }
            return bounded(value);
        }

        private static Duration bounded(Duration value) {
            return value.compareTo(FOREVER) < 0 ? value : FOREVER;
        }
    }
}
