/**
 * When entries expire, in the words people use: after a while, on a date, at a time of day. Nothing here needs the
 * provider.
 *
 * <p>{@link org.larder.expiry.TimeToLive}, {@link org.larder.expiry.ExpiryDate} and {@link org.larder.expiry.TimeOfDay} are
 * given to the configuration of a cache; {@link org.larder.expiry.PerEntryExpiry} gives one to a single write. {@link
 * org.larder.expiry.ExpirySettings} reads them from documents.
 */
@NullMarked
package org.larder.expiry;

import org.jspecify.annotations.NullMarked;
