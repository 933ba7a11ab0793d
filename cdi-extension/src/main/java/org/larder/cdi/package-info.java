/**
 * The annotations of {@code javax.cache.annotation} and those of {@code org.larder.annotation} in Jakarta CDI, on any
 * caching provider: the extensions that containers find, the qualifiers of injected caches, and what is wired together
 * once for an application. What a method means is in {@code method}, what happens around a call in {@code intercept}, where
 * caches come from in {@code cache}.
 */
@NullMarked
package org.larder.cdi;

import org.jspecify.annotations.NullMarked;
