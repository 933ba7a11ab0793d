package org.larder.provider.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListener;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;

/**
 * A listener as a file writes it: its class, then words.
 *
 * @param filterName the class of its filter, or null
 */
record DeclaredListener(
        String className,
        boolean synchronous,
        boolean oldValue,
        @Nullable String filterName) {

    private static final String FILTER = "filter:";

    /**
     * Reads a list of listeners.
     *
     * @throws IllegalArgumentException if it is malformed; says what is legal
     */
    static Setting.Change read(String text) {
        List<DeclaredListener> listeners = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(DeclaredListener::one)
                .toList();
        Set<DeclaredListener> distinct = new HashSet<>();
        for (DeclaredListener listener : listeners) {
            if (!distinct.add(listener)) {
                throw new IllegalArgumentException(
                        "'%s' is there twice; a cache can have it once".formatted(listener.className));
            }
        }
        return (configuration, classes) -> listeners.forEach(listener -> listener.add(configuration, classes));
    }

    private static DeclaredListener one(String text) {
        List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
        String className = Values.className(words.remove(0));
        boolean synchronous = words.remove("synchronous");
        boolean oldValue = words.remove("old-value");
        String filterName = null;
        if (words.size() == 1 && words.get(0).startsWith(FILTER)) {
            filterName = Values.className(words.remove(0).substring(FILTER.length()));
        }
        if (!words.isEmpty()) {
            throw new IllegalArgumentException(
                    ("'%s' is not a listener; write the name of a class, which synchronous, old-value and filter:<class>"
                                    + " may follow, and commas between several")
                            .formatted(text));
        }
        return new DeclaredListener(className, synchronous, oldValue, filterName);
    }

    private void add(LarderConfiguration<Object, Object> configuration, ClassLookup classes) {
        Factory<CacheEntryListener<Object, Object>> listener = classes.factory(className, CacheEntryListener.class);
        Factory<CacheEntryEventFilter<Object, Object>> filter =
                filterName == null ? null : classes.factory(filterName, CacheEntryEventFilter.class);
        configuration.addCacheEntryListenerConfiguration(
                new MutableCacheEntryListenerConfiguration<>(listener, filter, oldValue, synchronous));
    }
}
