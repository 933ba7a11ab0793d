package org.larder;

/**
 * What became of a record of a {@link DataCache}.
 *
 * @param rid the resource id
 * @param version how many times the record was written since there was none; 0 if none is stored now
 * @param result what was done
 * @since 0.1
 */
public record WriteResult(String rid, long version, Result result) {

    /** What was done with a record. */
    public enum Result {
        /** There was none. */
        CREATED,
        /** There was one, and it was replaced. */
        UPDATED,
        /** There was one, and it is gone. */
        DELETED,
        /** There is none now, because the time to live leaves it no life. */
        NOT_STORED
    }
}
