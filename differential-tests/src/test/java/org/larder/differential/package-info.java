/**
 * Random histories, run on Larder and on Caffeine's JCache and compared after every operation. Where the two
 * legitimately differ a {@link org.larder.differential.Rule} says how, and nothing else is excused.
 */
@NullMarked
package org.larder.differential;

import org.jspecify.annotations.NullMarked;
