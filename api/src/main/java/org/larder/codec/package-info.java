/**
 * How keys and values become bytes, and where the keys that encrypt them come from. Holds what users implement; the codecs
 * that come with Larder live in the provider.
 */
@NullMarked
package org.larder.codec;

import org.jspecify.annotations.NullMarked;
