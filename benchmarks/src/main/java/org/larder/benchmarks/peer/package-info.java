/** Who is measured: Larder, other caches through the standard API and stores of their own, all set up alike. */
@NullMarked
package org.larder.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
