/** Events for the JVM's flight recorder. The only package that knows {@code jdk.jfr}; knows nothing of caches. */
@NullMarked
package org.larder.provider.flight;

import org.jspecify.annotations.NullMarked;
