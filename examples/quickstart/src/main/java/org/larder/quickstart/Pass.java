package org.larder.quickstart;

import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.integration.CacheLoaderException;

/**
 * One reading of every jar's fingerprint.
 *
 * @param elapsedNanos how long it took
 */
record Pass(long elapsedNanos) {

    /**
     * Asks {@code cache} for each of {@code jars} and goes on when one of them cannot be loaded.
     *
     * @param unreadable takes the path of each jar that failed, with the reason
     */
    static Pass over(
            List<String> jars,
            Cache<String, JarFingerprint> cache,
            String name,
            Progress progress,
            Map<String, String> unreadable) {
        long startNanos = System.nanoTime();
        int done = 0;
        for (String jar : jars) {
            try {
                cache.get(jar);
            } catch (CacheLoaderException e) {
                unreadable.put(jar, Reasons.of(e));
            }
            progress.show(name, ++done, jars.size());
        }
        Pass pass = new Pass(System.nanoTime() - startNanos);
        progress.clear();
        return pass;
    }
}
