/** How long it takes until a cache answers: in a new JVM, and with files that are there. */
@NullMarked
package org.larder.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
