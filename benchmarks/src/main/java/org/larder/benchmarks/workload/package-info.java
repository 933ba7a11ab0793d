/** What is accessed: Zipf's law, the kinds of data and how they are written by hand. No cache here. */
@NullMarked
package org.larder.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
