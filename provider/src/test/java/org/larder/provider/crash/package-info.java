/** Processes that are killed while they use persistent caches, and what is found afterwards. */
@NullMarked
package org.larder.provider.crash;

import org.jspecify.annotations.NullMarked;
