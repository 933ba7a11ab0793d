package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The threads of our own, and that they end with the control. */
class ThreadsTest {

    @Test
    void threadsInheritNothingOfARequest() throws Exception {
        InheritableThreadLocal<String> ofRequest = new InheritableThreadLocal<>();
        AtomicReference<String> inherited = new AtomicReference<>("not asked");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(application);
            ofRequest.set("of a request");
            Thread thread = Threads.named("test").newThread(() -> inherited.set(ofRequest.get()));
            assertThat(thread.getContextClassLoader()).isSameAs(Threads.class.getClassLoader());
            assertThat(thread.isDaemon()).isTrue();
            thread.start();
            thread.join();
            assertThat(inherited).hasValue(null);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            ofRequest.remove();
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        HandLoads loads = new HandLoads();
        CacheControl control = CacheControl.builder()
                .resource("things", loads.cache(), parameters -> Set.of(1L))
                .fastAnswer(Duration.ZERO)
                .build();
        control.refresh(Caller.of("ann"), null, "things", RefreshParameters.of(Map.of("a", 1)));
        await().until(() -> loads.asked.size() == 1);
        Thread worker = loads.asked.get(0).thread();
        assertThat(worker.getName()).startsWith("larder-refresh-");
        try (LogCapture log = new LogCapture("org.larder.rest")) {
            control.close();
            assertThat(log.messages()).singleElement().asString().contains("lost");
        }
        worker.join(9_000); // idle threads end by themselves after 10 s
        assertThat(worker.isAlive()).isFalse();
    }

    @Test
    void closingEndsTheTimer() {
        LimitTimer timer = new LimitTimer();
        CacheControl.builder().timeLimits(timer).build().close();
        assertThatThrownBy(() -> timer.after(Duration.ZERO, () -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
