package org.larder.gateway;

import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.larder.codec.KeySource;
import org.larder.policies.PolicyCaches;
import org.larder.policies.PolicyStatisticsMXBean;

/** A program that plays a few requests through an API proxy with cache policies, and prints what they did. */
public final class Gateway {

    private final PrintStream out;

    Gateway(PrintStream out) {
        this.out = out;
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        new Gateway(System.out).run();
    }

    void run() throws IOException {
        try (CachingProvider provider = Caching.getCachingProvider();
                PolicyCaches caches = PolicyCaches.builder(provider.getCacheManager())
                        .keySource(() -> Gateway::newKey)
                        .createMissingCaches()
                        .build()) {
            ForecastProxy proxy = new ForecastProxy(caches, new SlowForecasts());
            get(proxy, "?city=Ulm", Map.of("city", "Ulm"));
            get(proxy, "?city=Ulm", Map.of("city", "Ulm"));
            get(proxy, "?city=Bonn&ttl=20", Map.of("city", "Bonn", "ttl", "20"));
            get(proxy, "?city=Bonn", Map.of("city", "Bonn"));
            get(proxy, "?city=Atlantis", Map.of("city", "Atlantis"));
            get(proxy, "", Map.of());
            print("DELETE /forecast", proxy::delete);
            get(proxy, "?city=Ulm", Map.of("city", "Ulm"));
            PolicyStatisticsMXBean statistics = caches.statistics("forecasts");
            out.printf(
                    "%ncaches %s: %d hits, %d misses, %d puts, %d removals%n",
                    caches.getCacheNames(),
                    statistics.getCacheHits(),
                    statistics.getCacheMisses(),
                    statistics.getCachePuts(),
                    statistics.getCacheRemovals());
        }
    }

    /** The cache ends with the program, and so may its key. A cache in files needs one that stays: a {@code KeyFile}. */
    private static List<byte[]> newKey() {
        byte[] key = new byte[KeySource.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return List.of(key);
    }

    private void get(ForecastProxy proxy, String query, Map<String, String> parameters) {
        print("GET /forecast" + query, () -> proxy.get(parameters));
    }

    private void print(String request, Supplier<Response> answer) {
        long began = System.nanoTime();
        Response response = answer.get();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        out.printf("%-30s %d %4d ms  %s%n", request, response.status(), millis, response.remark());
        if (response.body() instanceof String body && !body.isEmpty()) {
            out.printf("    %s%n", body);
        }
    }
}
