/** Loaders and writers of the user: exceptions and null rules, in one place per kind. */
@NullMarked
package org.larder.provider.integration;

import org.jspecify.annotations.NullMarked;
