/** JVMs, their events and directories, as measurements need them. No cache here. */
@NullMarked
package org.larder.benchmarks.process;

import org.jspecify.annotations.NullMarked;
