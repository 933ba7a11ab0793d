package org.larder.provider.encryption;

import java.io.IOException;

/** Says that a key ring cannot be read, so that no entry can. */
public final class DamagedKeysException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedKeysException(String message) {
        super(message);
    }
}
