package org.larder.provider.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three JVMs that join, operate, leave and are killed at random moments, two of them at once now and then; {@code
 * -Dlarder.stress=10} for ten times as many rounds.
 */
class RandomRoundsTest {

    private static final int ROUNDS = 24 * Integer.getInteger("larder.stress", 1);
    private static final int JVMS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Player> players = new ArrayList<>();
    private int kills;

    @Test
    void nobodyIsAloneWhenOthersAreInAndNobodyWaitsForTheDead() throws IOException {
        new FakeFiles(directory);
        try {
            for (int i = 0; i < JVMS; i++) {
                players.add(new Player());
            }
            for (int round = 0; round < ROUNDS; round++) {
                playRound();
                assertThat(FakeFiles.broken(directory))
                        .as("round %d of seed %d", round, seed)
                        .isEmpty();
            }
            for (Player player : players) {
                player.leave();
            }
            Occupancy end = Membership.inspect(FakeFiles.lockFile(directory));
            assertThat(end.clean() || !end.dead().isEmpty()).isTrue();
        } finally {
            players.forEach(player -> player.jvm.close());
        }
        assertThat(kills).isPositive();
        assertThat(FakeFiles.broken(directory)).as("seed %d", seed).isEmpty();
    }

    private void playRound() throws IOException {
        Player one = players.get(random.nextInt(JVMS));
        Player other = players.get(random.nextInt(JVMS));
        one.begin();
        if (random.nextBoolean()) {
            other.begin();
        }
        // A moment, for the kill to come in the middle of whatever is going on.
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(20_000)));
        if (random.nextInt(4) > 0) {
            one.killAndReplace();
        }
        for (Player player : players) {
            player.finish();
        }
        await().until(this::allThatAreInHaveTheFilesOpen);
    }

    private boolean allThatAreInHaveTheFilesOpen() throws IOException {
        long joined = players.stream().filter(player -> player.joined).count();
        Path lockFile = FakeFiles.lockFile(directory);
        if (joined == 0 && (!Files.exists(lockFile) || Files.size(lockFile) < Words.BYTES)) {
            return true; // who made it was killed before it was whole: the next to join makes it anew
        }
        Occupancy now = Membership.inspect(lockFile);
        boolean allRecovered = !now.recovering() && now.dead().isEmpty();
        return now.alive().size() == joined
                && now.alive().stream().allMatch(Member::open)
                && (allRecovered || joined == 0);
    }

    /** A JVM in its turn, and what it was told last. */
    private final class Player {

        private MemberJvm jvm = new MemberJvm(directory, PATIENCE);
        private boolean ready;
        private boolean joined;
        private String awaited = "";

        Player() throws IOException {}

        /** Joins if it is out, leaves if it is in, and does not wait for it. */
        void begin() {
            if (!awaited.isEmpty()) {
                return;
            }
            if (!ready) {
                jvm.expect("ready");
                ready = true;
            }
            awaited = joined ? "closed" : "joined";
            jvm.tell(joined ? "close" : "join");
        }

        void finish() {
            if (!awaited.isEmpty()) {
                jvm.expect(awaited);
                joined = awaited.equals("joined");
                awaited = "";
                if (joined) {
                    jvm.tell("operate for good");
                }
            }
        }

        void killAndReplace() throws IOException {
            jvm.kill();
            kills++;
            jvm = new MemberJvm(directory, PATIENCE);
            ready = false;
            joined = false;
            awaited = "";
        }

        void leave() {
            if (joined) {
                begin();
                finish();
            }
        }
    }
}
