/**
 * The caching provider, its managers and caches. Users name {@link org.larder.provider.LarderCachingProvider} at most, and
 * start {@link org.larder.provider.LarderFiles} on the command line.
 *
 * <p>Here are null and closed checks, wiring and life cycle; no cache logic.
 */
@NullMarked
package org.larder.provider;

import org.jspecify.annotations.NullMarked;
