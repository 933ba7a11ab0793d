package org.larder.provider.chronicle;

import java.lang.System.Logger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.larder.provider.log.OncePerMinute;

/**
 * What becomes of entries that are in a file and cannot be used: they are taken away, counted and warned of at most once
 * a minute, and nobody is served them. Thread-safe.
 */
final class Damage {

    private static final Logger LOG = System.getLogger(Damage.class.getName());

    private final String cacheName;
    private final LongAdder entries = new LongAdder();
    private final OncePerMinute broken = new OncePerMinute(System::nanoTime);
    private final OncePerMinute sealed = new OncePerMinute(System::nanoTime);
    private final OncePerMinute undecodable = new OncePerMinute(System::nanoTime);

    Damage(String cacheName) {
        this.cacheName = cacheName;
    }

    /** Notes an entry whose bytes are not those that were written. */
    void broken() {
        entries.increment();
        broken.log(LOG, message("is damaged: its bytes are not those that were written"), null);
    }

    /** Notes an entry that cannot be decrypted. */
    void sealed() {
        entries.increment();
        sealed.log(LOG, message("cannot be decrypted: it was changed, or written with a key that was not given"), null);
    }

    /** Notes an entry that its codec does not understand. */
    void undecodable(@Nullable Throwable cause) {
        entries.increment();
        undecodable.log(LOG, message("was written for other classes or codecs than there are now"), cause);
    }

    private String message(String what) {
        return "cache '%s': an entry in its file %s; it is not served and counts as a miss".formatted(cacheName, what);
    }

    /** Entries that were lost this way. */
    long entries() {
        return entries.sum();
    }
}
