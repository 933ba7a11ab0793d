/**
 * What users of Larder write against beyond {@code javax.cache}. Nothing here needs the provider.
 */
@NullMarked
package org.larder;

import org.jspecify.annotations.NullMarked;
