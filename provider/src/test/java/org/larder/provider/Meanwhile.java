package org.larder.provider;

import java.util.List;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** What may come while an entry is being reloaded. */
enum Meanwhile {
    PUT("UPDATED k new was v1"),
    PUT_OF_THE_SAME("UPDATED k v1 was v1"),
    REPLACE("UPDATED k new was v1"),
    INVOKE("UPDATED k new was v1"),
    REMOVE("REMOVED k v1"),
    REMOVE_ALL("REMOVED k v1"),
    CLEAR(null);

    private final @Nullable String event;

    Meanwhile(@Nullable String event) {
        this.event = event;
    }

    List<String> events() {
        return event == null ? List.of() : List.of(event);
    }

    void happenTo(Cache<String, String> cache) {
        switch (this) {
            case PUT -> cache.put("k", "new");
            case PUT_OF_THE_SAME -> cache.put("k", "v1");
            case REPLACE -> cache.replace("k", "v1", "new");
            case INVOKE ->
                cache.<@Nullable Void>invoke("k", (entry, none) -> {
                    entry.setValue("new");
                    return null;
                });
            case REMOVE -> cache.remove("k");
            case REMOVE_ALL -> cache.removeAll();
            case CLEAR -> cache.clear();
        }
    }
}
