/** Counters and the MBeans that show them. */
@NullMarked
package org.larder.provider.statistics;

import org.jspecify.annotations.NullMarked;
