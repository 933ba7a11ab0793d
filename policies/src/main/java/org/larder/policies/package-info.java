/**
 * The policies {@code PopulateCache}, {@code LookupCache} and {@code InvalidateCache} of API gateways, and what they share.
 * How they are read from XML is in {@code xml}; nothing here knows of it, nor of any caching provider.
 *
 * <p>A gateway makes one {@link org.larder.policies.PolicyCaches} for each environment, and executes each {@link
 * org.larder.policies.CachePolicy} with it, with a {@link org.larder.policies.CacheScopeContext} that says where the policy is
 * attached, and a {@link org.larder.policies.VariableResolver} for the flow variables of the request.
 */
@NullMarked
package org.larder.policies;

import org.jspecify.annotations.NullMarked;
