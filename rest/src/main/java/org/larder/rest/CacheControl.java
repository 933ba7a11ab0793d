package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
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

    CacheControl(CacheControlBuilder builder) {
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
    public static CacheControlBuilder builder() {
        return new CacheControlBuilder();
    }

    /**
     * Ends the refreshes, without waiting: those that are not done have failed, and no new ones are taken. A loader that is
     * at work is not interrupted.
     */
    @Override
    public void close() {
        try {
            resources.values().forEach(resource -> resource.queue.close());
        } finally {
            timeLimits.close();
            if (own != null) {
                own.shutdown();
            }
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
}
