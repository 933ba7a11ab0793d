package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values whose class has no {@code equals} of its own. */
class ValueWithoutEqualsTest {

    private final LarderCachingProvider provider = new LarderCachingProvider();

    private static final class Price implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int cents;

        Price(int cents) {
            this.cents = cents;
        }
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void byValueTheSameBytesAreTheSameValue() {
        Cache<String, Price> prices = create(true);
        prices.put("milk", new Price(120));
        assertThat(prices.replace("milk", new Price(119), new Price(1))).isFalse();
        assertThat(prices.replace("milk", new Price(120), new Price(125))).isTrue();
        assertThat(prices.get("milk").cents).isEqualTo(125);
        assertThat(prices.remove("milk", new Price(120))).isFalse();
        assertThat(prices.remove("milk", new Price(125))).isTrue();
    }

    @Test
    void byReferenceOnlyTheSameObjectIs() {
        Cache<String, Price> prices = create(false);
        Price price = new Price(120);
        prices.put("milk", price);
        assertThat(prices.replace("milk", new Price(120), new Price(125))).isFalse();
        assertThat(prices.replace("milk", price, new Price(125))).isTrue();
    }

    private Cache<String, Price> create(boolean byValue) {
        return provider.getCacheManager()
                .createCache(
                        "prices",
                        new MutableConfiguration<String, Price>()
                                .setTypes(String.class, Price.class)
                                .setStoreByValue(byValue));
    }
}
