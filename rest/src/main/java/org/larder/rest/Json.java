package org.larder.rest;

import java.io.IOException;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * JSON as text and as maps, lists, strings, numbers and booleans, read and written by a library that the class path has. It is
 * an instance of our own, so that nothing that an application sets on its own changes what clients see. Thread-safe.
 */
sealed interface Json permits JsonP, Jackson {

    /** How deep objects and arrays may be in each other, because what reads them is recursive here and there. */
    int MAX_DEPTH = 100;

    /** How long numbers may be, because what long ones take to be read grows faster than they do. */
    int MAX_NUMBER_CHARACTERS = 1_000;

    /** The value as text without a blank between its parts. */
    String write(Object value);

    /**
     * Reads an object, which may be changed.
     *
     * @throws IOException if that is not the text of one object, and nothing else, in these limits
     */
    Map<String, @Nullable Object> read(String text) throws IOException;

    /**
     * The one for the libraries that are there: JSON-P, which every server for Jakarta EE has, or else Jackson.
     *
     * @throws IllegalStateException if there is neither
     */
    static Json ofClassPath() {
        try {
            return new JsonP();
        } catch (LinkageError
                | ServiceConfigurationError
                | RuntimeException noJsonP) { // the API is absent, or what implements it
            try {
                return new Jackson();
            } catch (LinkageError noJackson) {
                IllegalStateException neither = new IllegalStateException(
                        "nothing here reads and writes JSON; add an implementation of JSON-P 2.1, such as org.eclipse.parsson:parsson, or Jackson 2.15 or later to the class path",
                        noJackson);
                neither.addSuppressed(noJsonP);
                throw neither;
            }
        }
    }
}
