/** A bookshop that asks slow services for prices and authors, and caches what they say by annotations. */
@NullMarked
package org.larder.bookshop;

import org.jspecify.annotations.NullMarked;
