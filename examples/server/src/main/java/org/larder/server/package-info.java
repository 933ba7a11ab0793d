/**
 * A small Jakarta server whose cache is filled by a loader callback and controlled over HTTP, for one to try it with curl.
 */
@NullMarked
package org.larder.server;

import org.jspecify.annotations.NullMarked;
