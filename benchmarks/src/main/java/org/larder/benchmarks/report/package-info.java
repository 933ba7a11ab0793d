/** Figures and what is made of them: JSON, a table and a chart. Knows nothing of what was measured. */
@NullMarked
package org.larder.benchmarks.report;

import org.jspecify.annotations.NullMarked;
