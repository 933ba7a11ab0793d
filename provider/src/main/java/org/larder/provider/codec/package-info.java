/**
 * How the provider turns keys and values into payload bytes and back. Knows nothing of stores; no codec ever runs while
 * a store holds a lock.
 */
@NullMarked
package org.larder.provider.codec;

import org.jspecify.annotations.NullMarked;
