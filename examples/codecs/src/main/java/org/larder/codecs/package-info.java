/** A cache of objects that are neither records nor serializable, with a codec on Jackson. */
@NullMarked
package org.larder.codecs;

import org.jspecify.annotations.NullMarked;
