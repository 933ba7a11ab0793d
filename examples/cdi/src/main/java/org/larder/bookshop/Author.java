package org.larder.bookshop;

/** Who wrote how many books. */
record Author(String name, int books) {}
