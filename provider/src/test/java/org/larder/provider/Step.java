package org.larder.provider;

import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * One operation on one key, as it was carried out. Public because Lincheck hands it on.
 *
 * @param kind what was done
 * @param expected the value that was expected, for operations that expect one
 * @param written the value that the operation brought, for operations that bring one
 * @param result what it returned
 */
public record Step(
        Kind kind,
        @Nullable Integer expected,
        @Nullable Integer written,
        @Nullable Object result) {

    /** What can be done. */
    public enum Kind {
        GET,
        CONTAINS_KEY,
        PUT,
        GET_AND_PUT,
        PUT_IF_ABSENT,
        REPLACE,
        REPLACE_EQUAL,
        GET_AND_REPLACE,
        REMOVE,
        REMOVE_EQUAL,
        GET_AND_REMOVE,
        /** A processor that sets a value and returns the one before. */
        INVOKE_SET,
        /** A processor that removes the entry and returns the value before. */
        INVOKE_REMOVE,
        /** Something with other keys. */
        FLOOD;

        boolean isRead() {
            return this == GET || this == CONTAINS_KEY || this == FLOOD;
        }
    }

    private static final EntryProcessor<Integer, Integer, @Nullable Integer> SET = (entry, arguments) -> {
        Integer before = entry.exists() ? entry.getValue() : null;
        entry.setValue((Integer) arguments[0]);
        return before;
    };

    private static final EntryProcessor<Integer, Integer, @Nullable Integer> REMOVE = (entry, arguments) -> {
        Integer before = entry.exists() ? entry.getValue() : null;
        entry.remove();
        return before;
    };

    /** Does to a key what its kind says; values that it has no use for are ignored. */
    static Step carryOut(Kind kind, Cache<Integer, Integer> cache, int key, int expected, int written) {
        Object result = switch (kind) {
            case GET -> cache.get(key);
            case CONTAINS_KEY -> cache.containsKey(key);
            case PUT -> {
                cache.put(key, written);
                yield null;
            }
            case GET_AND_PUT -> cache.getAndPut(key, written);
            case PUT_IF_ABSENT -> cache.putIfAbsent(key, written);
            case REPLACE -> cache.replace(key, written);
            case REPLACE_EQUAL -> cache.replace(key, expected, written);
            case GET_AND_REPLACE -> cache.getAndReplace(key, written);
            case REMOVE -> cache.remove(key);
            case REMOVE_EQUAL -> cache.remove(key, expected);
            case GET_AND_REMOVE -> cache.getAndRemove(key);
            case INVOKE_SET -> cache.invoke(key, SET, written);
            case INVOKE_REMOVE -> cache.invoke(key, REMOVE);
            case FLOOD -> throw new IllegalArgumentException("not with one key");
        };
        return new Step(kind, expected, written, result);
    }

    /** Whether the operation returns what it did when the entry has a value, or none (null). */
    boolean fits(@Nullable Integer value) {
        boolean there = value != null;
        Object due = switch (kind) {
            case GET, GET_AND_PUT, GET_AND_REPLACE, GET_AND_REMOVE, INVOKE_SET, INVOKE_REMOVE -> value;
            case CONTAINS_KEY, REPLACE, REMOVE -> there;
            case PUT_IF_ABSENT -> !there;
            case REPLACE_EQUAL, REMOVE_EQUAL -> there && value.equals(expected);
            case PUT, FLOOD -> null;
        };
        return due == null ? result == null : due.equals(result);
    }

    /** What the entry has after the operation if it had a value, or none, before. */
    @Nullable
    Integer after(@Nullable Integer value) {
        return switch (kind) {
            case GET, CONTAINS_KEY, FLOOD -> value;
            case PUT, GET_AND_PUT, INVOKE_SET -> written;
            case PUT_IF_ABSENT -> value == null ? written : value;
            case REPLACE, GET_AND_REPLACE -> value == null ? null : written;
            case REPLACE_EQUAL -> value != null && value.equals(expected) ? written : value;
            case REMOVE_EQUAL -> value != null && value.equals(expected) ? null : value;
            case REMOVE, GET_AND_REMOVE, INVOKE_REMOVE -> null;
        };
    }
}
