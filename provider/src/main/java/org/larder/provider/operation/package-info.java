/** What each operation of a cache means, as data and pure decisions. No clock, lock, log or store. */
@NullMarked
package org.larder.provider.operation;

import org.jspecify.annotations.NullMarked;
