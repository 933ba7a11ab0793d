/** What part of the accesses of a trace a full cache finds. */
@NullMarked
package org.larder.benchmarks.hitrate;

import org.jspecify.annotations.NullMarked;
