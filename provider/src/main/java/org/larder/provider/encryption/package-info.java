/**
 * How keys and values are encrypted, and with which keys. Knows bytes only: no store, no map, nothing of the standard.
 */
@NullMarked
package org.larder.provider.encryption;

import org.jspecify.annotations.NullMarked;
