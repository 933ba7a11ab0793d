/**
 * Listeners and the delivery of events in order. Listeners and filters are called from here alone, always outside locks;
 * what an operation means and when it raises an event is not decided here.
 */
@NullMarked
package org.larder.provider.event;

import org.jspecify.annotations.NullMarked;
