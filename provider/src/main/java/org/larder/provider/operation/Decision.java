package org.larder.provider.operation;

import org.jspecify.annotations.Nullable;

/**
 * What an operation decided to do to an entry.
 *
 * @param change what to do
 * @param value the new value, for those changes that bring one
 * @param met whether the requirement of the operation was met
 */
public record Decision<V>(Change change, @Nullable V value, boolean met) {}
