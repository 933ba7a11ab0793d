package org.larder.provider.files;

/**
 * The files of a cache cannot be used now, because of what another process does with them. Trying again later may help.
 *
 * @since 0.1.0
 */
public final class FilesUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FilesUnavailableException(String message) {
        super(message);
    }
}
