/** How often something is said. Knows nothing of caches. */
@NullMarked
package org.larder.provider.log;

import org.jspecify.annotations.NullMarked;
