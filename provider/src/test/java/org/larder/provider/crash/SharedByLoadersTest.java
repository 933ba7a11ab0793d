package org.larder.provider.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.provider.ApplicationLoader;
import org.larder.provider.LarderCachingProvider;

/** Applications of one JVM, each with a Larder of its own, that change the same entries of one persistent cache at once. */
class SharedByLoadersTest {

    private static final int APPLICATIONS = 3;
    private static final int TIMES = 300;

    @TempDir
    Path directory;

    @Test
    void applicationsThatAddByInvokeLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(APPLICATIONS);
        List<ApplicationLoader> loaders = new ArrayList<>();
        try (LarderCachingProvider provider = new LarderCachingProvider()) {
            Cache<String, Long> cache = Incrementer.open(provider, directory.resolve("caches"));
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < APPLICATIONS; i++) {
                ApplicationLoader loader = new ApplicationLoader(ApplicationLoader.CacheApi.OF_SERVER);
                loaders.add(loader);
                String place = String.valueOf(i);
                running.add(threads.submit(() -> run(loader, place)));
            }
            for (Future<?> application : running) {
                application.get(3, TimeUnit.MINUTES);
            }
            assertThat(IntStream.range(0, Incrementer.KEYS).mapToLong(key -> cache.get("number" + key)))
                    .satisfies(numbers -> assertThat(
                                    numbers.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo((long) APPLICATIONS * Incrementer.THREADS * TIMES));
        } finally {
            threads.shutdownNow();
            for (ApplicationLoader loader : loaders) {
                loader.close();
            }
        }
    }

    private Void run(ApplicationLoader loader, String place) throws Exception {
        Class<?> program = loader.loadClass(Incrementer.class.getName());
        assertThat(program).isNotSameAs(Incrementer.class);
        String[] arguments = {directory.toString(), String.valueOf(TIMES), place, "number"};
        program.getMethod("main", String[].class).invoke(null, (Object) arguments);
        return null;
    }
}
