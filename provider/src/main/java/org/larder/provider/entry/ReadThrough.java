package org.larder.provider.entry;

import org.jspecify.annotations.Nullable;
import org.larder.provider.integration.AsyncLoads;
import org.larder.provider.integration.LoaderGate;
import org.larder.provider.statistics.LoadTimes;

/**
 * How a cache loads what is asked for.
 *
 * @param loader what loads what {@code get} misses
 * @param threads where entries are loaded ahead of their end
 * @param counts what came of it
 * @param refreshAhead the share of its life after which an entry that is read is loaded again, or null for never
 * @param graceMillis for how long an expired value may stand in for one that cannot be loaded; zero for not at all
 */
public record ReadThrough<K, V>(
        LoaderGate<K, V> loader,
        AsyncLoads threads,
        LoadTimes counts,
        @Nullable Double refreshAhead,
        long graceMillis) {}
