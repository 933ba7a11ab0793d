/** Configurations merged and validated once, so that nothing else has to ask what a setting means. */
@NullMarked
package org.larder.provider.config;

import org.jspecify.annotations.NullMarked;
