package org.larder.cdi.cache;

import org.jspecify.annotations.Nullable;

/** Where the configuration of an application says something of its caches. */
interface ConfigurationSource {

    /** What is said under a key, or null if nothing is. */
    @Nullable
    String value(String key);

    /** Where the value of a key was found, for messages. */
    String origin(String key);

    /** The keys that a cache manager gets as properties because it would not find them itself. */
    Iterable<String> keysForManagers();
}
