/** What a cache does beside reads and writes: making room, removing groups of entries. */
@NullMarked
package org.larder.benchmarks.upkeep;

import org.jspecify.annotations.NullMarked;
