/** What single operations cost, by JMH in rounds. */
@NullMarked
package org.larder.benchmarks.operations;

import org.jspecify.annotations.NullMarked;
