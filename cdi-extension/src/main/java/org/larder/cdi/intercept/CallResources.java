package org.larder.cdi.intercept;

import org.larder.cdi.cache.ApplicationCaches;

/**
 * What the calls of an application share.
 *
 * @param caches its caches
 * @param computations the calls under way
 * @param objects its key generators and resolver factories
 * @param singleFlight whether one caller for a key calls a method and others wait, where the method does not refuse it
 */
public record CallResources(
        ApplicationCaches caches, Computations computations, UserObjects objects, boolean singleFlight) {}
