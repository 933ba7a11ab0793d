package org.larder.provider.files;

import java.io.IOException;

/**
 * What opens and closes the files of a cache, when its {@link Membership} says so.
 *
 * <p>It is called by one thread at a time, now by the thread that joins or closes, now by one of the membership. An
 * {@code open} and a {@code close} take turns, beginning with {@code open}.
 *
 * @since 0.1.0
 */
public interface Opener {

    /**
     * Opens the files. Others wait meanwhile, for they can neither open nor close theirs.
     *
     * <p>When it fails, the files must be closed again; {@code close} is not called then.
     *
     * @param alone whether nobody else has the files open, so that they may be created, replaced and repaired
     * @param clean whether the last one who had them open closed them as he should. Means something only if alone
     * @throws IOException if they cannot be opened
     */
    void open(boolean alone, boolean clean) throws IOException;

    /**
     * Closes the files, after it has waited for the operations under way. However it ends, no thread may read or write
     * the files afterwards. If it is the last one, it may delete them, and the lock file after all others.
     *
     * @param last whether nobody else has the files open, so that all that was written must be on disk before this
     *     returns
     * @throws IOException if that fails
     */
    void close(boolean last) throws IOException;
}
