/** The cache policies in front of a slow function, as a gateway would have them. */
@NullMarked
package org.larder.gateway;

import org.jspecify.annotations.NullMarked;
