package org.larder.bookshop;

import java.math.BigDecimal;

/** What a book costs. */
record Price(String isbn, BigDecimal euros) {}
