package org.larder.cdi.method;

/**
 * {@code @CachePut}: a parameter of a method is put into a cache.
 *
 * @param site the method
 * @param shape how the value lies in the parameter
 * @param afterInvocation whether after the call, and not before
 * @param exceptions which exceptions of the method do not prevent it
 * @param cachesNull whether it is kept that there is no value, in place of removing what there was
 */
public record CachedPut(
        MethodSite site, ValueShape shape, boolean afterInvocation, ExceptionRule exceptions, boolean cachesNull)
        implements CachedMethod {}
