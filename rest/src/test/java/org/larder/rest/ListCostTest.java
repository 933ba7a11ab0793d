package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the list costs beside a resource that does nothing, on the same server; prints the ratio of the requests per second.
 * {@code -DargLine=-Dlarder.requests=5000} for more requests than show that it works.
 */
class ListCostTest {

    private static final int FEW = 20;
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 5;

    @ParameterizedTest
    @EnumSource(Stack.class)
    void theListIsAnsweredAsOftenAsItIsAskedFor(Stack stack) throws Exception {
        int requests = Integer.getInteger("larder.requests", FEW);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (RestRig rig = new RestRig(stack, builder -> builder, Empty.class)) {
            rig.refreshFruits(2026);
            double list = 0;
            double empty = 0;
            for (int round = 0; round < ROUNDS; round++) { // in turns; the best of each counts
                empty = Math.max(empty, perSecond(clients, rig, "empty", requests));
                list = Math.max(list, perSecond(clients, rig, "/", requests));
            }
            if (requests > FEW) {
                System.out.printf(
                        "%s: %.0f lists a second, %.0f empty answers, ratio %.2f%n", stack, list, empty, list / empty);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static double perSecond(ExecutorService clients, RestRig rig, String path, int requests) throws Exception {
        Callable<Integer> client = () -> {
            try (RawClient connection = new RawClient(rig.port())) {
                return connection.get("/api/v1/cache" + path, RestRig.ANN, requests);
            }
        };
        long begin = System.nanoTime();
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(clients.submit(client));
        }
        for (Future<Integer> one : running) {
            assertThat(one.get()).isEqualTo(requests);
        }
        return CLIENTS * requests * 1e9 / (System.nanoTime() - begin);
    }

    /** Does nothing. */
    @Path("v1/cacheempty")
    public static final class Empty {

        @GET
        @Produces("application/json")
        public String empty() {
            return "[]";
        }
    }
}
