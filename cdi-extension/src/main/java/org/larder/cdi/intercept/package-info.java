/** What happens around the call of a cached method: one interceptor for each annotation. */
@NullMarked
package org.larder.cdi.intercept;

import org.jspecify.annotations.NullMarked;
