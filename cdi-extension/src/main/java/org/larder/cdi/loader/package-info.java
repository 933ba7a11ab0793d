/**
 * Methods of beans as the loaders of caches: found and checked at deployment, called through their beans. Knows no
 * interceptor.
 */
@NullMarked
package org.larder.cdi.loader;

import org.jspecify.annotations.NullMarked;
