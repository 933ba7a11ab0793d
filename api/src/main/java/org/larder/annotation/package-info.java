/**
 * What beans say of caches: which method loads one, how long entries live, how large it may get. Annotations only;
 * larder-cdi carries them out.
 */
@NullMarked
package org.larder.annotation;

import org.jspecify.annotations.NullMarked;
