/** The one program of all benchmarks: its first argument says which. Nothing here is published or run by the tests. */
@NullMarked
package org.larder.benchmarks;

import org.jspecify.annotations.NullMarked;
