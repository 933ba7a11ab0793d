/** What the tests of several modules share. */
@NullMarked
package org.larder.testing;

import org.jspecify.annotations.NullMarked;
