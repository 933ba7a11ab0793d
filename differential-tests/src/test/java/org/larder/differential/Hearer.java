package org.larder.differential;

import java.util.Set;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A synchronous listener, as data.
 *
 * @param name tells it from others
 * @param types what it listens to: all four or one, for an interface of the standard stands behind each
 * @param oldValueRequired whether it asked for old values
 * @param filteredKey the key whose events its filter keeps from it; null if it has no filter
 */
record Hearer(
        String name,
        Set<EventType> types,
        boolean oldValueRequired,
        @Nullable String filteredKey) {

    /** What a listener was told: the change as it saw it. */
    record Heard(String hearer, Change change, boolean oldValueAvailable) {
        @Override
        public String toString() {
            return "%s:%s %s=%s%s"
                    .formatted(
                            hearer,
                            change.type(),
                            change.key(),
                            change.value(),
                            oldValueAvailable ? " was " + change.oldValue() : "");
        }
    }

    boolean hears(Change change) {
        return types.contains(change.type()) && !change.key().equals(filteredKey);
    }

    /**
     * What this listener is to be told of a change.
     *
     * @param oldValueGiven whether it gets the old value, which is also the value of what was removed or has expired
     */
    Heard told(Change change, boolean oldValueGiven) {
        return new Heard(
                name,
                oldValueGiven ? change : change.withoutOldValue(),
                oldValueGiven && change.type() != EventType.CREATED);
    }

    CacheEntryListenerConfiguration<String, String> configuration(Journal journal) {
        Recorder recorder = new Recorder(name, journal);
        CacheEntryListener<String, String> listener =
                types.size() == 1 ? single(types.iterator().next(), recorder) : recorder;
        CacheEntryEventFilter<String, String> filter = event -> !event.getKey().equals(filteredKey);
        return new MutableCacheEntryListenerConfiguration<>(
                one(listener), filteredKey == null ? null : one(filter), oldValueRequired, true);
    }

    // Of a configuration that is never serialized.
    @SuppressWarnings("serial")
    private static <T> Factory<T> one(T object) {
        return () -> object;
    }

    private static CacheEntryListener<String, String> single(EventType type, Recorder recorder) {
        return switch (type) {
            case CREATED -> (CacheEntryCreatedListener<String, String>) recorder::record;
            case UPDATED -> (CacheEntryUpdatedListener<String, String>) recorder::record;
            case REMOVED -> (CacheEntryRemovedListener<String, String>) recorder::record;
            case EXPIRED -> (CacheEntryExpiredListener<String, String>) recorder::record;
        };
    }

    private record Recorder(String name, Journal journal)
            implements CacheEntryCreatedListener<String, String>,
                    CacheEntryUpdatedListener<String, String>,
                    CacheEntryRemovedListener<String, String>,
                    CacheEntryExpiredListener<String, String> {

        void record(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            for (CacheEntryEvent<? extends String, ? extends String> event : events) {
                journal.hear(new Heard(name, Change.of(event), event.isOldValueAvailable()));
            }
        }

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            record(events);
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            record(events);
        }

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            record(events);
        }

        @Override
        public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            record(events);
        }
    }
}
