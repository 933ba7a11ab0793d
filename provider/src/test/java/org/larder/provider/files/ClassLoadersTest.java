package org.larder.provider.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of one cache shared by several applications of one JVM, each with Larder in a class loader of its own. */
class ClassLoadersTest {

    @TempDir
    Path directory;

    @Test
    void twoShareAndBothNoticeADeath() throws Exception {
        new FakeFiles(directory);
        try (URLClassLoader one = loader();
                URLClassLoader two = loader()) {
            Function<String, String> first = application(one);
            Function<String, String> second = application(two);
            assertThat(first.getClass()).isNotEqualTo(second.getClass());
            assertThat(first.apply("join")).isEqualTo("[open alone]");
            assertThat(second.apply("join")).isEqualTo("[open]");
            assertThat(Membership.inspect(FakeFiles.lockFile(directory)).alive())
                    .hasSize(2);

            Dead.leaveBehind(directory);
            await().until(() -> List.of(first.apply("calls"), second.apply("calls"))
                            .containsAll(List.of("[open alone, close, open]", "[open, close, open alone]"))
                    || List.of(first.apply("calls"), second.apply("calls"))
                            .containsAll(List.of("[open alone, close, open alone]", "[open, close, open]")));

            // The locks of the second are untouched by what the first closes.
            assertThat(first.apply("close")).endsWith("close]");
            try (MemberJvm jvm = new MemberJvm(directory, Duration.ofSeconds(30))) {
                jvm.expect("ready");
                assertThat(jvm.tell("join").expect("joined")).isEqualTo("joined by open");
                assertThat(jvm.tell("close").expect("closed")).isEqualTo("closed by close");
            }
            assertThat(second.apply("close")).endsWith("close last]");
        }
        assertThat(FakeFiles.broken(directory)).isEmpty();
        assertThat(System.getProperties()).doesNotContainKey(SharedFile.KEY);
    }

    @Test
    void theThreadKnowsNothingOfWhoHappenedToComeFirst() throws Exception {
        awaitNoThreads(); // those of the test before may be about to end
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        try (URLClassLoader foreign = loader()) {
            current.setContextClassLoader(foreign);
            try (Membership membership = Membership.join(
                    FakeFiles.lockFile(directory), "orders", false, Duration.ofSeconds(20), new FakeFiles(directory))) {
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread.getName().equals("larder-files"))
                        .singleElement()
                        .extracting(Thread::getContextClassLoader)
                        .isEqualTo(Membership.class.getClassLoader());
            } finally {
                current.setContextClassLoader(before);
            }
        }
        awaitNoThreads();
    }

    private static void awaitNoThreads() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("larder-files")));
    }

    @Test
    void whatOneLeavesBehindDoesNotKeepItsClassLoader() throws Exception {
        try (URLClassLoader staying = loader()) {
            Function<String, String> stays = application(staying);
            WeakReference<ClassLoader> gone = comesFirstAndGoes(stays);
            await().until(() -> {
                System.gc();
                return gone.refersTo(null);
            });
            assertThat(stays.apply("close")).endsWith("close last]");
        }
    }

    /** Who comes first makes what the JVM shares. */
    private WeakReference<ClassLoader> comesFirstAndGoes(Function<String, String> stays) throws Exception {
        try (URLClassLoader loader = loader()) {
            Function<String, String> application = application(loader);
            assertThat(application.apply("join")).isEqualTo("[open alone]");
            assertThat(stays.apply("join")).isEqualTo("[open]");
            assertThat(application.apply("close")).endsWith("close]");
            return new WeakReference<>(loader);
        }
    }

    private static URLClassLoader loader() throws IOException {
        return new URLClassLoader(
                new URL[] {
                    MemberJvm.classesOf(Application.class).toUri().toURL(),
                    MemberJvm.classesOf(Membership.class).toUri().toURL(),
                    MemberJvm.classesOf(Nullable.class).toUri().toURL()
                },
                ClassLoader.getPlatformClassLoader());
    }

    @SuppressWarnings("unchecked") // it is one
    private Function<String, String> application(ClassLoader loader) throws ReflectiveOperationException {
        return (Function<String, String>) loader.loadClass(Application.class.getName())
                .getConstructor(Path.class)
                .newInstance(directory);
    }

    /** What runs in the class loader of an application: does what it is told and returns the calls of its opener. */
    public static final class Application implements Function<String, String> {

        private final Path directory;
        private final FakeFiles files;
        private @Nullable Membership membership;

        public Application(Path directory) throws IOException {
            this.directory = directory;
            this.files = new FakeFiles(directory);
        }

        @Override
        public String apply(String command) {
            try {
                switch (command) {
                    case "join" ->
                        membership = Membership.join(
                                FakeFiles.lockFile(directory), "orders", false, Duration.ofSeconds(20), files);
                    case "close" -> java.util.Objects.requireNonNull(membership).close();
                    default -> {}
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return files.calls().toString();
        }
    }
}
