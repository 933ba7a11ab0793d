/** What the annotations cost in containers. */
@NullMarked
package org.larder.benchmarks.cdi;

import org.jspecify.annotations.NullMarked;
