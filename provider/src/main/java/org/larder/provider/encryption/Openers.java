package org.larder.provider.encryption;

import org.jspecify.annotations.Nullable;

/** Those who may have sealed an entry. Thread-safe. */
@FunctionalInterface
interface Openers {

    /** The opener of a number, or null if it is not known. */
    @Nullable
    Opener find(int number);
}
