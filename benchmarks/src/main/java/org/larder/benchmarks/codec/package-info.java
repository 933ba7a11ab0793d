/** What records cost beside Java serialization. */
@NullMarked
package org.larder.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
