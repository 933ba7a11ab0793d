/**
 * The policies {@code PopulateCache}, {@code LookupCache} and {@code InvalidateCache}, and what they share. How they are
 * read from XML is in {@code xml}; nothing here knows of it, nor of any caching provider.
 */
@NullMarked
package org.larder.policies;

import org.jspecify.annotations.NullMarked;
