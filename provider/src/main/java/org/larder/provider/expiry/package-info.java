/** From expiry policies to deadlines. Decides here alone what a throwing policy, null, zero and eternal mean. */
@NullMarked
package org.larder.provider.expiry;

import org.jspecify.annotations.NullMarked;
