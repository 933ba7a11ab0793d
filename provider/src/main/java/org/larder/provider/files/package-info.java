/**
 * How several JVMs and class loaders share the files of a cache, and notice that one of them died. JDK only: what is in
 * the files is not known here.
 */
@NullMarked
package org.larder.provider.files;

import org.jspecify.annotations.NullMarked;
