/**
 * Policies read from their XML form. What the elements mean is not decided here, only how they are written.
 */
@NullMarked
package org.larder.policies.xml;

import org.jspecify.annotations.NullMarked;
