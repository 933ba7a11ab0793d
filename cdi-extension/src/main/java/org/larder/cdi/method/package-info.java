/**
 * What the cache annotations of a method mean: read and checked once, at deployment. Knows no container and no interceptor,
 * but for the annotations that make a stereotype or an interceptor binding.
 */
@NullMarked
package org.larder.cdi.method;

import org.jspecify.annotations.NullMarked;
