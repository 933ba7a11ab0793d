package org.larder.differential;

import java.util.List;

/** The configuration of the cache of a history, as data. */
record CacheSpec(
        boolean byValue,
        boolean loader,
        boolean readThrough,
        boolean writeThrough,
        Expiry expiry,
        List<Hearer> hearers) {}
