package org.larder.provider.chronicle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.larder.provider.files.Opener;

/**
 * The deletion of the files of a store that nobody has open.
 *
 * @param directory of this store alone
 * @param names of the manager and the cache, as the {@value StoreFiles#ABOUT} has them
 */
record Removal(Path directory, Map<String, String> names) implements Opener {

    /** Lets damaged files be deleted, and none of somebody else. */
    @Override
    public void open(boolean alone, boolean clean) throws IOException {
        StoreAbout.requireNames(directory, names);
    }

    @Override
    public void close(boolean last) throws IOException {
        StoreFiles.delete(directory);
    }
}
