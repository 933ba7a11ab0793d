/** Tests of the store in Chronicle Map and of its start. */
@NullMarked
package org.larder.provider.chronicle;

import org.jspecify.annotations.NullMarked;
