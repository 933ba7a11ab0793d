package org.larder.provider;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/** Everything that can be done to the entry of the key "k", which is "old" if it is there, and what it returns. */
enum Action {
    GET(cache -> cache.get("k")),
    CONTAINS_KEY(cache -> cache.containsKey("k")),
    GET_ALL(cache -> cache.getAll(Set.of("k"))),
    PUT(cache -> {
        cache.put("k", "new");
        return null;
    }),
    GET_AND_PUT(cache -> cache.getAndPut("k", "new")),
    PUT_ALL(cache -> {
        cache.putAll(Map.of("k", "new"));
        return null;
    }),
    PUT_IF_ABSENT(cache -> cache.putIfAbsent("k", "new")),
    REPLACE(cache -> cache.replace("k", "new")),
    REPLACE_EQUAL(cache -> cache.replace("k", "old", "new")),
    REPLACE_OTHER(cache -> cache.replace("k", "other", "new")),
    GET_AND_REPLACE(cache -> cache.getAndReplace("k", "new")),
    REMOVE(cache -> cache.remove("k")),
    REMOVE_EQUAL(cache -> cache.remove("k", "old")),
    REMOVE_OTHER(cache -> cache.remove("k", "other")),
    GET_AND_REMOVE(cache -> cache.getAndRemove("k")),
    REMOVE_ALL_OF(cache -> {
        cache.removeAll(Set.of("k"));
        return null;
    }),
    REMOVE_ALL(cache -> {
        cache.removeAll();
        return null;
    }),
    CLEAR(cache -> {
        cache.clear();
        return null;
    }),
    ITERATE(cache -> iterated(cache, false)),
    ITERATE_REMOVE(cache -> iterated(cache, true)),
    INVOKE_NOTHING(invoking((entry, arguments) -> null)),
    INVOKE_EXISTS(invoking((entry, arguments) -> entry.exists())),
    INVOKE_GET(invoking((entry, arguments) -> entry.getValue())),
    INVOKE_SET(invoking((entry, arguments) -> {
        entry.setValue("new");
        return null;
    })),
    INVOKE_GET_SET(invoking((entry, arguments) -> {
        Object value = entry.getValue();
        entry.setValue("new");
        return value;
    })),
    INVOKE_REMOVE(invoking((entry, arguments) -> {
        entry.remove();
        return null;
    })),
    INVOKE_SET_REMOVE(invoking((entry, arguments) -> {
        entry.setValue("new");
        entry.remove();
        return null;
    })),
    INVOKE_ALL_SET(cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> {
        entry.setValue("new");
        return null;
    })),
    LOAD_ALL(cache -> loaded(cache, false)),
    LOAD_ALL_AGAIN(cache -> loaded(cache, true));

    @SuppressWarnings("ImmutableEnumChecker") // these functions keep nothing
    private final Function<Cache<String, String>, @Nullable Object> what;

    Action(Function<Cache<String, String>, @Nullable Object> what) {
        this.what = what;
    }

    @Nullable
    Object on(Cache<String, String> cache) {
        return what.apply(cache);
    }

    private static Function<Cache<String, String>, @Nullable Object> invoking(
            EntryProcessor<String, String, Object> processor) {
        return cache -> cache.invoke("k", processor);
    }

    private static Map<String, String> iterated(Cache<String, String> cache, boolean removing) {
        Map<String, String> met = new HashMap<>();
        for (Iterator<Cache.Entry<String, String>> entries = cache.iterator(); entries.hasNext(); ) {
            Cache.Entry<String, String> entry = entries.next();
            met.put(entry.getKey(), entry.getValue());
            if (removing) {
                entries.remove();
            }
        }
        return met;
    }

    private static @Nullable Object loaded(Cache<String, String> cache, boolean again) {
        CompletionListenerFuture future = new CompletionListenerFuture();
        cache.loadAll(Set.of("k"), again, future);
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
