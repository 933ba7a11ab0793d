/**
 * The caches of one application: the provider, its managers, and caches found, or made as declared, and closed in the
 * end. Knows no interceptor.
 */
@NullMarked
package org.larder.cdi.cache;

import org.jspecify.annotations.NullMarked;
