package org.larder.differential;

import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** One change of an entry, as an event tells of it to who wants to know all. */
record Change(
        EventType type,
        String key,
        @Nullable String value,
        @Nullable String oldValue) {

    static Change of(CacheEntryEvent<? extends String, ? extends String> event) {
        return new Change(event.getEventType(), event.getKey(), event.getValue(), event.getOldValue());
    }

    static Change expired(String key, String value) {
        return new Change(EventType.EXPIRED, key, value, value);
    }

    static Change updated(String key, String oldValue, String value) {
        return new Change(EventType.UPDATED, key, value, oldValue);
    }

    Change withoutOldValue() {
        boolean gone = type == EventType.REMOVED || type == EventType.EXPIRED;
        return new Change(type, key, gone ? null : value, null);
    }
}
