/**
 * Beans as all other rooms see them: their methods, their references, and their names in messages. It knows no cache and
 * none of these rooms.
 */
@NullMarked
package org.larder.cdi.bean;

import org.jspecify.annotations.NullMarked;
