/**
 * What users of Larder write against beyond {@code javax.cache}. Nothing here needs the provider.
 *
 * <p>{@link org.larder.LarderConfiguration} says how a cache is made, and {@link org.larder.CacheDomain} who shares it.
 * {@link org.larder.DataCache} keeps records by resource id, with a time to live, in a cache of any provider. {@link
 * org.larder.KeyRemoval} and {@link org.larder.SingleFlight} are tools for code around caches; {@link
 * org.larder.EffectiveConfiguration} and {@link org.larder.StorageEstimator} answer questions of operators.
 */
@NullMarked
package org.larder;

import org.jspecify.annotations.NullMarked;
