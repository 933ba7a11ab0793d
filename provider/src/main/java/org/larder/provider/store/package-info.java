/**
 * The contract between the engine and what holds the entries, and the store that keeps objects by reference on heap.
 * Knows keys, values, deadlines and stamps; nothing of javax.cache.
 */
@NullMarked
package org.larder.provider.store;

import org.jspecify.annotations.NullMarked;
