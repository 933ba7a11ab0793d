package org.larder.provider.store;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change.
 *
 * @param effect what happened
 * @param previous the live value that was there before, if it was asked for and there was one
 */
public record Reply<V>(Effect effect, @Nullable V previous) {

    /** What a change did. */
    public enum Effect {
        /** There was no live entry, and now there is one. */
        CREATED,
        /** A live entry has a new value. */
        UPDATED,
        /** The entry is gone. */
        REMOVED,
        /** Nothing: there is no live entry, and the condition asks for one or there is nothing to delete. */
        ABSENT,
        /** Nothing: there is a live entry, and it is not the one that the condition asks for. */
        DIFFERENT
    }

    private static final Map<Effect, Reply<?>> PLAIN = Arrays.stream(Effect.values())
            .collect(toMap(
                    effect -> effect,
                    effect -> new Reply<>(effect, null),
                    (a, b) -> a,
                    () -> new EnumMap<>(Effect.class)));

    /** A reply; allocates nothing if there is no previous value. */
    @SuppressWarnings("unchecked") // a reply without previous value fits every type
    public static <V> Reply<V> of(Effect effect, @Nullable V previous) {
        return previous == null ? (Reply<V>) requireNonNull(PLAIN.get(effect)) : new Reply<>(effect, previous);
    }

    /** Whether the condition held and the change, if it had anything to change, took place. */
    public boolean applied() {
        return effect == Effect.CREATED || effect == Effect.UPDATED || effect == Effect.REMOVED;
    }
}
