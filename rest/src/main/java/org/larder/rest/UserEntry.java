package org.larder.rest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one user loaded of one resource with certain parameters for a device: how often, and when last. Thread-safe. */
final class UserEntry {

    private final String user;
    private final @Nullable String device;

    /** What no other entry has, of this start and of others, so that no version of another looks like one of this. */
    private final String nonce;

    private int version;
    private volatile Map<String, @Nullable Object> json;

    UserEntry(String user, @Nullable String device, String nonce) {
        this.user = user;
        this.device = device;
        this.nonce = nonce;
        json = json(null);
    }

    /** Counts a load. */
    synchronized void loadedAt(Instant instant) {
        version++;
        json = json(instant);
    }

    /** The entry as clients see it. */
    Map<String, @Nullable Object> toJson() {
        return json;
    }

    private Map<String, @Nullable Object> json(@Nullable Instant loaded) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("user", user);
        members.put("device", device);
        members.put(
                "sync_datetime",
                loaded == null ? null : loaded.truncatedTo(ChronoUnit.MILLIS).toString());
        members.put("version", version);
        members.put("etag", Fingerprint.of(nonce, version));
        return Collections.unmodifiableMap(members);
    }
}
