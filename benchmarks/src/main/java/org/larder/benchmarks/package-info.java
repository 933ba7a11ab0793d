/**
 * Benchmarks of Larder beside the raw map and its peers, and the table of their ratios. Nothing here is published or run
 * by the tests.
 */
@NullMarked
package org.larder.benchmarks;

import org.jspecify.annotations.NullMarked;
