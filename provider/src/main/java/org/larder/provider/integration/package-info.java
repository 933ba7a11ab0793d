/**
 * Loaders and writers of the user: exceptions and null rules in one place per kind, the threads they run on and their
 * closing. When they are called is not decided here.
 */
@NullMarked
package org.larder.provider.integration;

import org.jspecify.annotations.NullMarked;
