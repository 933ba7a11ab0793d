package org.larder.cdi.method;

/**
 * {@code @CacheRemove} or {@code @CacheRemoveAll}: one entry or all entries of a cache are removed.
 *
 * @param site the method
 * @param all whether it is all entries
 * @param afterInvocation whether after the call, and not before
 * @param exceptions which exceptions of the method do not prevent it
 */
public record CachedRemoval(MethodSite site, boolean all, boolean afterInvocation, ExceptionRule exceptions)
        implements CachedMethod {}
