/**
 * A small server with cache control over HTTP, for one to try it with curl.
 */
@NullMarked
package org.larder.server;

import org.jspecify.annotations.NullMarked;
