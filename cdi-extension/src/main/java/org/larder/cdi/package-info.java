/**
 * The annotations of {@code javax.cache.annotation} and those of {@code org.larder.annotation} in Jakarta CDI, on any
 * caching provider. Users name the qualifiers of injected caches, {@link org.larder.cdi.NamedCache} and {@link
 * org.larder.cdi.InDomain}; containers find the rest.
 *
 * <p>Here are also the extensions and what is wired together once for an application. What a method means is in {@code
 * method}, what happens around a call in {@code intercept}, where caches come from in {@code cache}.
 */
@NullMarked
package org.larder.cdi;

import org.jspecify.annotations.NullMarked;
