package org.larder.rest;

/** How far a task is. */
enum TaskState {
    /** It waits for its turn. */
    PENDING,
    /** It is at work. */
    STARTED,
    /** All is loaded. */
    SUCCESS,
    /** Not all could be loaded, it took too long, or the end came first. */
    FAILURE;

    boolean isFinal() {
        return this == SUCCESS || this == FAILURE;
    }
}
