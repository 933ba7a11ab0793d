/**
 * The control of caches over HTTP.
 */
@NullMarked
package org.larder.rest;

import org.jspecify.annotations.NullMarked;
