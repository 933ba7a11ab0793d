/**
 * What the cache annotations of a method mean: read and checked once, at deployment. Knows no container and no interceptor.
 */
@NullMarked
package org.larder.cdi.method;

import org.jspecify.annotations.NullMarked;
