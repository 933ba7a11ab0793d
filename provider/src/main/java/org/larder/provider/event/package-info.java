/** Listeners and the delivery of events in order. Never called while a store holds a lock. */
@NullMarked
package org.larder.provider.event;

import org.jspecify.annotations.NullMarked;
