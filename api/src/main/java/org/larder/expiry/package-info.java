/**
 * When entries expire, in the words people use: after a while, on a date, at a time of day. Nothing here needs the
 * provider, and nothing here knows a cache.
 */
@NullMarked
package org.larder.expiry;

import org.jspecify.annotations.NullMarked;
