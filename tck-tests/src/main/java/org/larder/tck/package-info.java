/** The guard over the official test suite: that all of it ran. No tests of the provider live here. */
@NullMarked
package org.larder.tck;

import org.jspecify.annotations.NullMarked;
