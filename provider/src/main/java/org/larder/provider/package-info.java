/** The caching provider, its managers and caches: null and closed checks, wiring and life cycle; no cache logic. */
@NullMarked
package org.larder.provider;

import org.jspecify.annotations.NullMarked;
