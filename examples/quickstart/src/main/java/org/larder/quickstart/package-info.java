/** A plain program on the standard cache API; nothing of any provider is imported here. */
@NullMarked
package org.larder.quickstart;

import org.jspecify.annotations.NullMarked;
