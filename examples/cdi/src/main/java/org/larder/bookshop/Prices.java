package org.larder.bookshop;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import org.larder.annotation.CacheSettings;

/** Prices, which are found out slowly and hold for five minutes, or until they change. */
@ApplicationScoped
class Prices {

    private final AtomicInteger asked = new AtomicInteger();

    @CacheResult(cacheName = "prices")
    @CacheSettings(timeToLiveSeconds = 300, jitter = 0.1, maxEntries = 100_000, statistics = true)
    Price price(String isbn) {
        asked.incrementAndGet();
        return new Price(isbn, BigDecimal.valueOf(500 + SlowWork.numberFor(isbn, 4500), 2));
    }

    @CacheRemove(cacheName = "prices")
    void changed(String isbn) {}

    /** How often a price was really found out. */
    int asked() {
        return asked.get();
    }
}
