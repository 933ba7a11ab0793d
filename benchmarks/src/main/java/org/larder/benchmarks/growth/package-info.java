/** What changes as entries become many: the time of a read, memory, pauses of the garbage collector. */
@NullMarked
package org.larder.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
