/** Tests of how several JVMs and class loaders share the files of a cache. */
@NullMarked
package org.larder.provider.files;

import org.jspecify.annotations.NullMarked;
