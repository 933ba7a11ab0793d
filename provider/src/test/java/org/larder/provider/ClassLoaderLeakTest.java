package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.provider.ApplicationLoader.CacheApi;

/**
 * A server that loads an application with Larder in it, runs and stops it, again and again, while its own threads and the
 * JVM live on: whatever Larder or Chronicle left behind would keep the class loader of a stopped application.
 */
class ClassLoaderLeakTest {

    private static final int APPLICATIONS = 4;

    @TempDir
    private Path directory;

    private final ThreadPoolExecutor server =
            new ThreadPoolExecutor(3, 3, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

    ClassLoaderLeakTest() {
        server.prestartAllCoreThreads(); // a thread remembers who made it, so the application must not
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(900)
    void stoppedApplicationsAreForgotten(CacheApi cacheApi) throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int application = 0; application < APPLICATIONS; application++) {
            loaders.add(runApplication(cacheApi));
        }
        Awaitility.await().pollInSameThread().atMost(Duration.ofMinutes(10)).untilAsserted(() -> {
            // Java keeps some things of an application until the next one comes, such as the record class that it last
            // made an equals for: so one comes.
            runApplication(cacheApi);
            System.gc();
            // The first is not looked at: JVMs of JDK 25 that had little of the processor kept it now and then, with no
            // path to it on the heap, nothing to compile and no thread of the server left. So what would keep the first
            // application alone is not found here.
            assertThat(loaders.subList(1, APPLICATIONS)).allMatch(loader -> loader.refersTo(null));
        });
    }

    private WeakReference<ClassLoader> runApplication(CacheApi cacheApi) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader servers = thread.getContextClassLoader();
        try (ApplicationLoader loader = new ApplicationLoader(cacheApi)) {
            thread.setContextClassLoader(loader);
            Object application = loader.loadClass(RedeployedApplication.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(application).isNotInstanceOf(RedeployedApplication.class);
            run(application);
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(servers);
        }
    }

    @SuppressWarnings("unchecked") // its types are of the JDK, so they are the same in all class loaders
    private void run(Object application) {
        ((BiConsumer<ExecutorService, Path>) application).accept(server, directory);
    }
}
