package org.larder.provider.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;

/** The code of the page "Getting started", run; and that the page shows the code that was run. */
class GettingStartedTest {

    record Customer(String number, String name) {}

    record CustomerLoader(Map<String, String> database) implements CacheLoader<String, Customer> {
        @Override
        public Customer load(String number) {
            return new Customer(number, database.get(number));
        }

        @Override
        public Map<String, Customer> loadAll(Iterable<? extends String> numbers) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void codeOfThePageRuns() {
        Map<String, String> database = Map.of("C-1001", "Ada");

        CachingProvider provider = Caching.getCachingProvider();
        CacheManager manager = provider.getCacheManager();
        Cache<String, Double> rates = manager.createCache(
                "rates",
                new MutableConfiguration<String, Double>()
                        .setTypes(String.class, Double.class)
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR)));
        rates.put("EUR", 1.0);
        Double rate = rates.get("EUR");

        assertThat(rate).isEqualTo(1.0);

        Cache<Long, byte[]> thumbnails = manager.createCache(
                "thumbnails",
                new LarderConfiguration<Long, byte[]>()
                        .setTypes(Long.class, byte[].class)
                        .setMaxBytes(2L << 30)
                        .setTypicalEntryBytes(12_000));

        thumbnails.put(1L, new byte[12_000]);
        assertThat(thumbnails.get(1L)).hasSize(12_000);

        Cache<String, Customer> customers = manager.createCache(
                "customers",
                new LarderConfiguration<String, Customer>()
                        .setTypes(String.class, Customer.class)
                        .setReadThrough(true)
                        .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(new CustomerLoader(database)))
                        .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.THIRTY_MINUTES)));
        Customer customer = customers.get("C-1001");

        assertThat(customer).isEqualTo(new Customer("C-1001", "Ada"));

        provider.close();

        assertThat(manager.isClosed()).isTrue();
    }

    @Test
    void pageShowsTheCodeThatRuns() throws IOException {
        Page page = new Page("getting-started.md");
        assertThat(page.blocks()).hasSize(4);
        assertThat(page.blocks())
                .allSatisfy(block -> assertThat(Page.codeOf(getClass())).contains(block));
    }
}
