package org.larder.benchmarks.cdi;

import javax.cache.annotation.CacheResult;

/** The bean whose method results are cached, for Weld and Spring alike. */
public class Books {

    /** Called by containers. */
    public Books() {}

    /** A title of a hundred characters. */
    @CacheResult(cacheName = "titles")
    public String title(String isbn) {
        return isbn + "x".repeat(100 - isbn.length());
    }
}
