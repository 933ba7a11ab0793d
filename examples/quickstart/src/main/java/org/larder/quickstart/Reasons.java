package org.larder.quickstart;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why something could not be read, in words for the person at the terminal. */
final class Reasons {
    private Reasons() {}

    /** The reason at the bottom of {@code failure}, whatever it was wrapped in. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof AccessDeniedException) {
            return "access denied";
        }
        if (root instanceof NoSuchFileException) {
            return "no such file";
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
