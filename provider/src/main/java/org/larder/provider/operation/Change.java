package org.larder.provider.operation;

/** What an operation does to the entry of a key. */
public enum Change {
    /** Nothing. */
    KEEP,
    /** Nothing to a live entry; an expired one goes, also one that might yet be served because a load fails. */
    EXPIRE,
    /** Nothing but that it was read, which may move its deadline. */
    ACCESS,
    /** A new value from the caller: written through, counted as a put. */
    PUT,
    /** A new value from the loader: neither written through nor counted as a put. */
    LOAD,
    /** The entry goes, if there is one; deleted through either way. */
    REMOVE
}
