package org.larder.cdi.intercept;

/** What caches keep in place of a result where there is none. */
enum NoResult {
    /** There is no result. */
    NONE
}
