package org.larder.bookshop;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.larder.cdi.NamedCache;

/** A program that asks for prices and authors, and prints what it took. */
@Dependent
class Bookshop {

    private static final int CUSTOMERS = 8;

    private final Prices prices;
    private final Cache<String, Author> authors;

    @Inject
    Bookshop(Prices prices, @NamedCache("authors") Cache<String, Author> authors) {
        this.prices = prices;
        this.authors = authors;
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        try (SeContainer container = SeContainerInitializer.newInstance().initialize()) {
            container.select(Bookshop.class).get().open(System.out);
        }
    }

    void open(PrintStream out) throws JMException {
        timed(out, "price of 978-0", () -> prices.price("978-0"));
        timed(out, "price of 978-0", () -> prices.price("978-0"));
        prices.changed("978-0");
        timed(out, "it changed", () -> prices.price("978-0"));
        timed(out, CUSTOMERS + " customers at once", () -> askTogether("978-1"));
        out.printf("%-22s %d times%n", "prices found out", prices.asked());
        timed(out, "author Eco", () -> authors.get("Eco"));
        timed(out, "author Eco", () -> authors.get("Eco"));
        for (String cache : List.of("prices", "authors")) {
            out.printf("%-22s %d hits, %d misses%n", cache, count(cache, "CacheHits"), count(cache, "CacheMisses"));
        }
    }

    private static void timed(PrintStream out, String what, Supplier<Object> question) {
        long began = System.nanoTime();
        Object answer = question.get();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        out.printf("%-22s %4d ms  %s%n", what, millis, answer);
    }

    /** All customers want the same book, whose price nobody knows yet: one finds it out, and the others wait for that. */
    private Set<Price> askTogether(String isbn) {
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);
        try {
            return Stream.generate(() -> customers.submit(() -> prices.price(isbn))).limit(CUSTOMERS).toList().stream()
                    .map(Bookshop::answered)
                    .collect(Collectors.toSet());
        } finally {
            customers.shutdown();
        }
    }

    private static Price answered(Future<Price> question) {
        try {
            return question.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody waits for the price any more", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("there is no price: " + e.getCause(), e);
        }
    }

    private static long count(String cache, String attribute) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName ofCache = new ObjectName("javax.cache:type=CacheStatistics,Cache=" + cache + ",*");
        return (Long)
                server.getAttribute(server.queryNames(ofCache, null).iterator().next(), attribute);
    }
}
