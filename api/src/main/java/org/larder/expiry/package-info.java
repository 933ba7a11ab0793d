/** When entries expire, as people say it. Policies work with every provider; nothing here knows a particular one. */
@NullMarked
package org.larder.expiry;

import org.jspecify.annotations.NullMarked;
