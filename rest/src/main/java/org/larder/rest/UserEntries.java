package org.larder.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of all users: of each the ones refreshed last, so many and no more. Thread-safe. */
final class UserEntries {

    private final int maxPerUser;
    private final String nonce;

    /** By the name of the user; guarded by itself, as is all that it holds but the entries. */
    private final Map<String, Map<Id, UserEntry>> entries = new TreeMap<>();

    private long made;

    /**
     * Creates entries of nobody.
     *
     * @param maxPerUser how many a user has at most
     * @param nonce what no other start has
     */
    UserEntries(int maxPerUser, String nonce) {
        this.maxPerUser = maxPerUser;
        this.nonce = nonce;
    }

    /** The entry of a user, which is made if it is new, and which is then the one refreshed last. */
    UserEntry of(String user, @Nullable String device, String title, RefreshParameters parameters) {
        Id id = new Id(device, title, Fingerprint.of(parameters.toMap()));
        synchronized (entries) {
            Map<Id, UserEntry> own = entries.computeIfAbsent(user, name -> new LinkedHashMap<>());
            UserEntry entry = own.remove(id);
            if (entry == null) {
                entry = new UserEntry(user, device, nonce + made++);
            }
            own.put(id, entry);
            if (own.size() > maxPerUser) {
                own.remove(own.keySet().iterator().next());
            }
            return entry;
        }
    }

    /** The entries of a user, the one refreshed last at the end. */
    List<UserEntry> ofUser(String user) {
        synchronized (entries) {
            return List.copyOf(entries.getOrDefault(user, Map.of()).values());
        }
    }

    /** The entries of all users, by the names of the users. */
    List<UserEntry> ofAll() {
        synchronized (entries) {
            List<UserEntry> all = new ArrayList<>();
            entries.values().forEach(own -> all.addAll(own.values()));
            return all;
        }
    }

    /** What the entries of a user differ in; of the parameters a fingerprint, because they may be large. */
    private record Id(@Nullable String device, String title, String parameters) {}
}
