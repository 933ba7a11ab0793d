/** JMH in rounds, and what it says as figures. Knows no benchmark. */
@NullMarked
package org.larder.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
