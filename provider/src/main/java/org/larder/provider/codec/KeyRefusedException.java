package org.larder.provider.codec;

/** Thrown inside the serialization of a key when a part of it cannot be written, or not with the same bytes each time. */
final class KeyRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyRefusedException(String message) {
        super(message);
    }
}
