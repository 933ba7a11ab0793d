/** What a cache shows of itself beyond the standard's management beans; interfaces only. */
@NullMarked
package org.larder.management;

import org.jspecify.annotations.NullMarked;
