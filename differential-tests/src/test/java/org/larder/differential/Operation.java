package org.larder.differential;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.cache.Cache;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** One operation of a history, as data. Keys and values may be null, for caches to refuse. */
sealed interface Operation {

    /**
     * Carries it out on one side.
     *
     * @return its result in a form that both sides share
     */
    @Nullable
    Object on(Side side);

    record Get(String key) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().get(key);
        }
    }

    record GetAll(List<String> keys) implements Operation {
        @Override
        public Object on(Side side) {
            return new TreeMap<>(side.cache().getAll(setOf(keys)));
        }
    }

    record ContainsKey(String key) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().containsKey(key);
        }
    }

    record Put(String key, String value) implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().put(key, value);
            return null;
        }
    }

    record PutAll(Map<String, String> entries) implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().putAll(entries);
            return null;
        }
    }

    record GetAndPut(String key, String value) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().getAndPut(key, value);
        }
    }

    record PutIfAbsent(String key, String value) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().putIfAbsent(key, value);
        }
    }

    record Remove(String key) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().remove(key);
        }
    }

    record RemoveEqual(String key, String oldValue) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().remove(key, oldValue);
        }
    }

    record GetAndRemove(String key) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().getAndRemove(key);
        }
    }

    record Replace(String key, String value) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().replace(key, value);
        }
    }

    record ReplaceEqual(String key, String oldValue, String value) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().replace(key, oldValue, value);
        }
    }

    record GetAndReplace(String key, String value) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().getAndReplace(key, value);
        }
    }

    record RemoveAll() implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().removeAll();
            return null;
        }
    }

    record RemoveKeys(List<String> keys) implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().removeAll(setOf(keys));
            return null;
        }
    }

    record Clear() implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().clear();
            return null;
        }
    }

    record Invoke(String key, Script script, String value) implements Operation {
        @Override
        public Object on(Side side) {
            return side.cache().invoke(key, script.processor(side.livenessGiven(key), side.journal()), value);
        }
    }

    record InvokeAll(List<String> keys, Script script, String value) implements Operation {
        @Override
        public Object on(Side side) {
            Map<String, Object> results = new TreeMap<>();
            side.cache()
                    .invokeAll(setOf(keys), script.processor(null, side.journal()), value)
                    .forEach((key, result) -> results.put(key, resultOf(result)));
            return results;
        }

        private static Object resultOf(EntryProcessorResult<String> result) {
            try {
                return result.get();
            } catch (RuntimeException e) {
                return Failure.of(e);
            }
        }
    }

    /** Goes through all entries and removes those of some keys. */
    record Iterate(List<String> removed) implements Operation {
        @Override
        public Object on(Side side) {
            Map<String, String> seen = new TreeMap<>();
            Map<String, Failure> failures = new TreeMap<>();
            for (Iterator<Cache.Entry<String, String>> entries = side.cache().iterator(); entries.hasNext(); ) {
                Cache.Entry<String, String> entry = entries.next();
                seen.put(entry.getKey(), entry.getValue());
                if (removed.contains(entry.getKey())) {
                    try {
                        entries.remove();
                    } catch (RuntimeException e) {
                        failures.put(entry.getKey(), Failure.of(e));
                    }
                }
            }
            return new Iterated(seen, failures);
        }
    }

    /** What an iteration met, and what its removals threw. */
    record Iterated(Map<String, String> seen, Map<String, Failure> failures) {}

    record LoadAll(List<String> keys, boolean replace) implements Operation {
        @Override
        public Object on(Side side) {
            CompletionListenerFuture completion = new CompletionListenerFuture();
            side.cache().loadAll(setOf(keys), replace, completion);
            try {
                completion.get(60, TimeUnit.SECONDS);
                return "completed";
            } catch (ExecutionException e) {
                return Failure.of(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("no completion", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** Has a listener registered. */
    record Register(Hearer hearer) implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().registerCacheEntryListener(side.configuration(hearer));
            return null;
        }
    }

    /** Has a listener deregistered, which may not be registered. */
    record Deregister(Hearer hearer) implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().deregisterCacheEntryListener(side.configuration(hearer));
            return null;
        }
    }

    /** Makes loader and writer fail from now on. */
    record Fail(Journal.Faults faults) implements Operation {
        @Override
        public Object on(Side side) {
            side.journal().fail(faults);
            return null;
        }
    }

    /** Gives a key or a value of another type than configured, as only unchecked code can. */
    record Mistyped(Call call) implements Operation {

        /** Where it is given. */
        enum Call {
            GET,
            CONTAINS_KEY,
            PUT_KEY,
            PUT_VALUE,
            PUT_ALL,
            REPLACE,
            REMOVE,
            GET_ALL,
            INVOKE
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // what it is for
        public Object on(Side side) {
            Cache raw = side.cache();
            switch (call) {
                case GET -> raw.get(1);
                case CONTAINS_KEY -> raw.containsKey(1);
                case PUT_KEY -> raw.put(1, "v");
                case PUT_VALUE -> raw.put("a", 1);
                case PUT_ALL -> raw.putAll(Map.of("a", 1));
                case REPLACE -> raw.replace("a", "v", 1);
                case REMOVE -> raw.remove(1);
                case GET_ALL -> raw.getAll(Set.of(1));
                case INVOKE -> raw.invoke(1, (entry, arguments) -> null);
            }
            return null;
        }
    }

    /** Has the expiry policy answer otherwise from now on. */
    record ExpireBy(Expiry expiry) implements Operation {
        @Override
        public Object on(Side side) {
            side.journal().expireBy(expiry);
            return null;
        }
    }

    /** Closes the cache. */
    record Close() implements Operation {
        @Override
        public Object on(Side side) {
            side.cache().close();
            return side.cache().isClosed();
        }
    }

    /** Moves the clock on. */
    record Advance(long millis) implements Operation {
        @Override
        public Object on(Side side) {
            return null;
        }
    }

    /** Has all of them met, so that the expired expire. */
    record ContainsKeys(List<String> keys) implements Operation {
        @Override
        public Object on(Side side) {
            return keys.stream().filter(side.cache()::containsKey).toList();
        }
    }

    /** Moves the clock to the deadline of the entry of a key, or a bit before or behind it. */
    record AdvanceToDeadline(String key, int offsetMillis) implements Operation {
        @Override
        public Object on(Side side) {
            return null;
        }
    }

    private static <T> @Nullable Set<T> setOf(@Nullable List<T> list) {
        return list == null ? null : new LinkedHashSet<>(list);
    }
}
