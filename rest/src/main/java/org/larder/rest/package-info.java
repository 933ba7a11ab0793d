/**
 * The control of caches over HTTP: what a user has loaded, refreshes as tasks, and how far these are.
 *
 * <p>An application builds a {@link org.larder.rest.CacheControl}, which says what may be refreshed and by whom, and extends
 * {@link org.larder.rest.CacheControlResource}, which gives it a path.
 */
@NullMarked
package org.larder.rest;

import org.jspecify.annotations.NullMarked;
