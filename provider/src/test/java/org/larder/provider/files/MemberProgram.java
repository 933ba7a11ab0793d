package org.larder.provider.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with one membership, which does what it is told on stdin and answers on stdout. Arguments: directory and patience
 * in milliseconds. Each command runs on a thread of its own, so that one may hang while others are obeyed.
 */
public final class MemberProgram {

    private final Path directory;
    private final Duration patience;
    private final FakeFiles files;
    private volatile @Nullable Membership membership;

    private MemberProgram(Path directory, Duration patience) throws IOException {
        this.directory = directory;
        this.patience = patience;
        this.files = new FakeFiles(directory);
    }

    public static void main(String[] arguments) throws IOException {
        MemberProgram program =
                new MemberProgram(Path.of(arguments[0]), Duration.ofMillis(Long.parseLong(arguments[1])));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            program.begin(command);
        }
        // Without leaving: whoever started this has ended, or wants it so.
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private void begin(String command) {
        if (command.startsWith("hang in ")) {
            hangIn(command.substring("hang in ".length()));
            say("will " + command);
        } else {
            new Thread(() -> obey(command), command).start();
        }
    }

    /** The next call of that kind says so and hangs for good. */
    private void hangIn(String kind) {
        FakeFiles.Hook hook = call -> {
            if (call.equals(kind)) {
                say("hangs in " + kind);
                await(new CountDownLatch(1));
            }
        };
        if (kind.startsWith("open")) {
            files.onOpen(hook);
        } else {
            files.onClose(hook);
        }
    }

    private void obey(String command) {
        try {
            switch (command) {
                case "join", "join exclusive" -> {
                    membership = Membership.join(
                            FakeFiles.lockFile(directory), "orders", command.endsWith("exclusive"), patience, files);
                    say("joined by " + files.calls().get(files.calls().size() - 1));
                }
                case "operate" -> {
                    files.operate(member());
                    say("operated");
                }
                case "operate for good" -> {
                    while (true) { // until it is closed, or killed
                        files.operate(member());
                        LockSupport.parkNanos(200_000);
                    }
                }
                case "close" -> {
                    member().close();
                    say("closed by " + files.calls().get(files.calls().size() - 1));
                }
                case "lose locks" -> {
                    Files.readAllBytes(FakeFiles.lockFile(directory));
                    say("lost");
                }
                case "calls" -> say("calls " + files.calls());
                default -> throw new IllegalArgumentException(command);
            }
        } catch (IOException | RuntimeException e) {
            say(command + " failed: " + e);
        }
    }

    private Membership member() {
        Membership member = membership;
        if (member == null) {
            throw new IllegalStateException("not joined");
        }
        return member;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
