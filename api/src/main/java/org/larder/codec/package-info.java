/**
 * How keys and values become bytes, and where the keys that encrypt them come from. Holds what users implement; the codecs
 * that come with Larder live in the provider.
 *
 * <p>Strings, numbers, {@code java.time}, enums, records and collections need no {@link org.larder.codec.Codec}.
 */
@NullMarked
package org.larder.codec;

import org.jspecify.annotations.NullMarked;
