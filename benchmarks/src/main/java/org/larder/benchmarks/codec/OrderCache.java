package org.larder.benchmarks.codec;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;
import org.larder.management.CacheStorageMXBean;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A thousand orders in a cache of Larder, all of one form. */
@State(Scope.Benchmark)
public class OrderCache {

    private static final int ORDERS = 1_000;
    private static final int ITEMS = 5;

    /** By components. */
    record Item(String sku, int count, double price) {}

    /** By components. */
    record Order(long id, String customer, List<Item> items) {}

    /** The same by Java serialization. */
    static final class SerializedItem implements Serializable {
        private static final long serialVersionUID = 1L;
        final String sku;
        final int count;
        final double price;

        SerializedItem(String sku, int count, double price) {
            this.sku = sku;
            this.count = count;
            this.price = price;
        }
    }

    /** The same by Java serialization. */
    static final class SerializedOrder implements Serializable {
        private static final long serialVersionUID = 1L;
        final long id;
        final String customer;

        @SuppressWarnings("serial") // lists of the JDK, which are serializable
        final List<SerializedItem> items;

        SerializedOrder(long id, String customer, List<SerializedItem> items) {
            this.id = id;
            this.customer = customer;
            this.items = items;
        }
    }

    /** How an order is stored. */
    @Param({"record", "serialized"})
    public String form = "record";

    private final Object[] orders = new Object[ORDERS];
    private CachingProvider provider;
    private Cache<Long, Object> cache;
    private int next;

    /** Opens the cache and puts all orders in. */
    @Setup(Level.Trial)
    public void load() {
        for (int i = 0; i < ORDERS; i++) {
            orders[i] = isRecord() ? order(i) : serializedOrder(i);
        }
        provider = Caching.getCachingProvider("org.larder.provider.LarderCachingProvider");
        @SuppressWarnings("unchecked") // all orders are of the class of the first
        Class<Object> type = (Class<Object>) orders[0].getClass();
        cache = provider.getCacheManager()
                .createCache(
                        "orders",
                        new LarderConfiguration<Long, Object>()
                                .setTypes(Long.class, type)
                                .setMaxEntries(4L * ORDERS)
                                // What key and value take.
                                .setTypicalEntryBytes(isRecord() ? 180 : 480));
        for (long i = 0; i < ORDERS; i++) {
            put();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        provider.close();
    }

    /** What an entry takes off the heap, of orders in a form. */
    static double bytesOfEntry(String form) {
        OrderCache orders = new OrderCache();
        orders.form = form;
        orders.load();
        CacheStorageMXBean storage = orders.cache.unwrap(CacheStorageMXBean.class);
        double bytes = (double) storage.getUsedBytes() / storage.getEntries();
        orders.close();
        return bytes;
    }

    @Nullable
    Object get() {
        return cache.get((long) advance());
    }

    void put() {
        int index = advance();
        cache.put((long) index, orders[index]);
    }

    private boolean isRecord() {
        return form.equals("record");
    }

    private int advance() {
        next = (next + 1) % ORDERS;
        return next;
    }

    private static Order order(int id) {
        return new Order(
                id,
                "customer " + id,
                IntStream.range(0, ITEMS)
                        .mapToObj(i -> new Item("sku-" + id + "-" + i, i, i + 0.5))
                        .toList());
    }

    private static SerializedOrder serializedOrder(int id) {
        return new SerializedOrder(
                id,
                "customer " + id,
                IntStream.range(0, ITEMS)
                        .mapToObj(i -> new SerializedItem("sku-" + id + "-" + i, i, i + 0.5))
                        .toList());
    }
}
