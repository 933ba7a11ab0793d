package org.larder.rest;

/** How far a task is. */
enum TaskState {
    /** It waits for its turn. */
    PENDING,
    /** It is at work. */
    STARTED,
    /** The loads have ended without an error; a loader may have found nothing for some keys. */
    SUCCESS,
    /** A load failed or took too long, or the end of the control came first. */
    FAILURE;

    boolean isFinal() {
        return this == SUCCESS || this == FAILURE;
    }
}
