package org.larder.benchmarks.cdi;

/** A bean with an interceptor that does nothing. */
public class Shelf {

    /** Called by the container. */
    public Shelf() {}

    /** What it is called with. */
    @Unchanged
    public String title(String isbn) {
        return isbn;
    }
}
