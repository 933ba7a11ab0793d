/**
 * The order of effects of an operation on entries, once, and the locks that keep user code of one key apart. Nothing
 * else knows that order.
 */
@NullMarked
package org.larder.provider.entry;

import org.jspecify.annotations.NullMarked;
