/** The store in Chronicle Map, off-heap. The only package that knows net.openhft; javax.cache never enters it. */
@NullMarked
package org.larder.provider.chronicle;

import org.jspecify.annotations.NullMarked;
