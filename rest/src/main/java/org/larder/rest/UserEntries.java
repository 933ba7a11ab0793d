package org.larder.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
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
    private final Map<String, Own> entries = new LinkedHashMap<>();

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
            Own own = entries.remove(user);
            if (own == null) {
                own = new Own();
            }
            entries.put(user, own);
            UserEntry entry = own.byId.remove(id);
            if (entry == null) {
                entry = new UserEntry(user, device, nonce + made++);
                size++;
            }
            own.byId.put(id, entry);
            dropWhatIsTooMuch(own.byId);
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
            Own dropped = entries.remove(longestIdle);
            size -= dropped == null ? 0 : dropped.byId.size();
        }
    }

    /**
     * What shows the entries of a user, the one refreshed last at the end: what showed them the last time, if nothing has
     * changed.
     *
     * @param making makes it anew; called under no lock
     */
    Document document(String user, Function<List<Map<String, @Nullable Object>>, Document> making) {
        Document.OfEntries last = null;
        List<Map<String, @Nullable Object>> now = List.of();
        synchronized (entries) {
            Own own = entries.get(user);
            if (own != null) {
                now = own.toJson();
                last = own.shown;
            }
        }
        if (last != null && last.entries().equals(now)) {
            return last.document();
        }
        Document made = making.apply(now);
        synchronized (entries) {
            Own own = entries.get(user);
            if (own != null) {
                own.shown = new Document.OfEntries(now, made);
            }
        }
        return made;
    }

    /** The entries of all users as clients see them, by the names of the users. */
    List<Map<String, @Nullable Object>> ofAll() {
        synchronized (entries) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>(size);
            new TreeMap<>(entries).values().forEach(own -> all.addAll(own.toJson()));
            return all;
        }
    }

    /** The entries of one user, the one refreshed last at the end, and what showed them last. */
    private static final class Own {
        private final Map<Id, UserEntry> byId = new LinkedHashMap<>();
        private Document.@Nullable OfEntries shown;

        List<Map<String, @Nullable Object>> toJson() {
            return byId.values().stream().map(UserEntry::toJson).toList();
        }
    }

    /** What the entries of a user differ in; of the parameters a fingerprint, because they may be large. */
    private record Id(@Nullable String device, String title, String parameters) {}
}
