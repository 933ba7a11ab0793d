package org.larder.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of all users: of each the ones refreshed last, so many and no more, and of all together so many, of those who
 * have refreshed something last. Thread-safe.
 */
final class UserEntries {

    private final int maxPerUser;
    private final int max;
    private final String nonce;

    /** By the name of the user, the one who refreshed last at the end; guarded by itself, as is all that follows. */
    private final Map<String, Map<Id, UserEntry>> entries = new LinkedHashMap<>();

    private int size;
    private long made;

    /**
     * Creates entries of nobody.
     *
     * @param maxPerUser how many a user has at most
     * @param max how many there are at most
     * @param nonce what no other start has
     */
    UserEntries(int maxPerUser, int max, String nonce) {
        this.maxPerUser = Math.min(maxPerUser, max);
        this.max = max;
        this.nonce = nonce;
    }

    /** The entry of a user, which is made if it is new, and which is then the one refreshed last. */
    UserEntry of(String user, @Nullable String device, String title, RefreshParameters parameters) {
        Id id = new Id(device, title, Fingerprint.of(parameters.toMap()));
        synchronized (entries) {
            Map<Id, UserEntry> own = entries.remove(user);
            if (own == null) {
                own = new LinkedHashMap<>();
            }
            entries.put(user, own);
            UserEntry entry = own.remove(id);
            if (entry == null) {
                entry = new UserEntry(user, device, nonce + made++);
                size++;
            }
            own.put(id, entry);
            dropWhatIsTooMuch(own);
            return entry;
        }
    }

    private void dropWhatIsTooMuch(Map<Id, UserEntry> own) {
        if (own.size() > maxPerUser) {
            own.remove(own.keySet().iterator().next());
            size--;
        }
        while (size > max) { // which the last user alone does not exceed
            String longestIdle = entries.keySet().iterator().next();
            Map<Id, UserEntry> dropped = entries.remove(longestIdle);
            size -= dropped == null ? 0 : dropped.size();
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
            List<UserEntry> all = new ArrayList<>(size);
            new TreeMap<>(entries).values().forEach(own -> all.addAll(own.values()));
            return all;
        }
    }

    /** What the entries of a user differ in; of the parameters a fingerprint, because they may be large. */
    private record Id(@Nullable String device, String title, String parameters) {}
}
