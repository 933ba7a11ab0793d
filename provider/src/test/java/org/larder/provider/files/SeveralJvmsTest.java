package org.larder.provider.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of one cache shared by several JVMs, which are killed, stopped and refused. */
class SeveralJvmsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private final List<MemberJvm> jvms = new ArrayList<>();

    @AfterEach
    void nothingWasBroken() {
        jvms.forEach(MemberJvm::close);
        assertThat(FakeFiles.broken(directory)).isEmpty();
    }

    /** JVMs, started at once. */
    private List<MemberJvm> start(int number, Duration patience) throws IOException {
        List<MemberJvm> started = new ArrayList<>();
        new FakeFiles(directory);
        for (int i = 0; i < number; i++) {
            MemberJvm jvm = new MemberJvm(directory, patience);
            jvms.add(jvm);
            started.add(jvm);
        }
        started.forEach(jvm -> jvm.expect("ready"));
        return started;
    }

    private Occupancy occupancy() throws IOException {
        return Membership.inspect(FakeFiles.lockFile(directory));
    }

    private Membership join(FakeFiles files) throws IOException {
        return Membership.join(FakeFiles.lockFile(directory), "orders", false, PATIENCE, files);
    }

    @Test
    void theFirstIsAloneAndTheLastEndsClean() throws IOException {
        List<MemberJvm> three = start(3, PATIENCE);
        assertThat(three.get(0).tell("join").expect("joined")).endsWith("by open alone");
        assertThat(three.get(1).tell("join").expect("joined")).endsWith("by open");
        assertThat(three.get(2).tell("join").expect("joined")).endsWith("by open");
        assertThat(occupancy().members())
                .extracting(Member::pid, Member::alive, Member::exclusive, Member::open)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(three.get(0).pid(), true, false, true),
                        org.assertj.core.groups.Tuple.tuple(three.get(1).pid(), true, false, true),
                        org.assertj.core.groups.Tuple.tuple(three.get(2).pid(), true, false, true));

        assertThat(three.get(1).tell("close").expect("closed")).endsWith("by close");
        assertThat(three.get(0).tell("close").expect("closed")).endsWith("by close");
        assertThat(occupancy().clean()).isFalse();
        assertThat(three.get(2).tell("close").expect("closed")).endsWith("by close last");
        assertThat(occupancy().clean()).isTrue();
        assertThat(three.get(1).tell("join").expect("joined")).endsWith("by open alone clean");
    }

    @Test
    void afterADeathInIdlenessTheOthersRecoverByThemselves() throws IOException {
        List<MemberJvm> three = start(3, PATIENCE);
        three.forEach(jvm -> jvm.tell("join").expect("joined"));
        MemberJvm dead = three.get(0);
        dead.kill();

        await().until(() -> recoveredWithoutTheDead(2));
        List<String> calls = three.subList(1, 3).stream()
                .map(jvm -> jvm.tell("calls").expect("calls"))
                .toList();
        assertThat(calls).containsExactlyInAnyOrder("calls [open, close, open alone]", "calls [open, close, open]");
    }

    private boolean recoveredWithoutTheDead(int members) throws IOException {
        Occupancy now = occupancy();
        return !now.recovering()
                && now.members().size() == members
                && now.members().stream().allMatch(member -> member.alive() && member.open());
    }

    @Test
    void whoIsKilledWhileItIsTheOnlyOneLeavesAnUncleanEnd() throws IOException {
        List<MemberJvm> two = start(2, PATIENCE);
        two.get(0).tell("join").expect("joined");
        two.get(0).tell("close").expect("closed");
        two.get(0).tell("join").expect("joined");
        two.get(0).kill();
        assertThat(occupancy().dead())
                .extracting(Member::pid)
                .containsExactly(two.get(0).pid());
        assertThat(two.get(1).tell("join").expect("joined")).endsWith("by open alone");
    }

    @Test
    void whoIsKilledWhileItOpensAloneHoldsUpNobody() throws IOException {
        List<MemberJvm> two = start(2, PATIENCE);
        two.get(0).tell("hang in open alone").expect("will");
        two.get(0).tell("join").expect("hangs in open alone");
        two.get(1).tell("join"); // waits for the gate, which the other holds
        two.get(0).kill();
        assertThat(two.get(1).expect("joined")).endsWith("by open alone");
    }

    @Test
    void whoIsKilledWhileItOpensBesideOthersHoldsUpNobody() throws IOException {
        List<MemberJvm> two = start(2, PATIENCE);
        FakeFiles files = new FakeFiles(directory);
        try (Membership membership = join(files)) {
            two.get(0).tell("hang in open").expect("will");
            two.get(0).tell("join").expect("hangs in open");
            two.get(1).tell("join");
            two.get(0).kill();
            two.get(1).expect("joined");
            await().until(() -> recoveredWithoutTheDead(2));
            files.operate(membership);
        }
    }

    @Test
    void whoIsKilledWhileItRecoversIsReplaced() throws IOException {
        List<MemberJvm> three = start(3, PATIENCE);
        MemberJvm leader = three.get(1);
        MemberJvm survivor = leadsWhileTheLastIsStopped(three);
        survivor.goOn();
        leader.expect("hangs in open alone");
        leader.kill();
        assertThat(survivor.tell("operate").expect("operate")).isEqualTo("operated");
        assertThat(survivor.tell("calls").expect("calls")).isEqualTo("calls [open, close, open alone]");
        assertThat(recoveredWithoutTheDead(1)).isTrue();
    }

    @Test
    void whoIsKilledWhileItWaitsForOthersToCloseIsReplaced() throws IOException {
        List<MemberJvm> three = start(3, PATIENCE);
        MemberJvm survivor = leadsWhileTheLastIsStopped(three);
        three.get(1).kill();
        survivor.goOn();
        assertThat(survivor.tell("operate").expect("operate")).isEqualTo("operated");
        assertThat(survivor.tell("calls").expect("calls")).isEqualTo("calls [open, close, open alone]");
        assertThat(recoveredWithoutTheDead(1)).isTrue();
    }

    /** The first is killed, the last is stopped and returned, so that the one between leads and will hang as it opens. */
    private MemberJvm leadsWhileTheLastIsStopped(List<MemberJvm> three) throws IOException {
        three.forEach(jvm -> jvm.tell("join").expect("joined"));
        three.get(1).tell("hang in open alone").expect("will");
        three.get(2).stop();
        three.get(0).kill();
        await().until(() -> occupancy().recovering());
        return three.get(2);
    }

    @Test
    void whoIsKilledWhileItClosesLastLeavesAnUncleanEnd() throws IOException {
        List<MemberJvm> two = start(2, PATIENCE);
        two.get(0).tell("hang in close last").expect("will");
        two.get(0).tell("join").expect("joined");
        two.get(0).tell("close").expect("hangs in close last");
        two.get(1).tell("join");
        two.get(0).kill();
        assertThat(two.get(1).expect("joined")).endsWith("by open alone");
    }

    @Test
    void whoIsStoppedIsNamedAndNothingBreaksWhenItGoesOn() throws IOException {
        List<MemberJvm> three = start(3, SHORT);
        three.forEach(jvm -> jvm.tell("join").expect("joined"));
        MemberJvm stopped = three.get(1);
        stopped.tell("operate for good");
        stopped.stop();
        three.get(0).kill();

        MemberJvm waiting = three.get(2);
        await().until(() -> occupancy().recovering());
        String stoppedProcess = "process " + stopped.pid();
        assertThat(waiting.tell("operate").expect("operate"))
                .contains("FilesUnavailableException", "'orders'", stoppedProcess);
        FakeFiles late = new FakeFiles(directory);
        assertThatThrownBy(() -> Membership.join(FakeFiles.lockFile(directory), "orders", false, SHORT, late))
                .isInstanceOf(FilesUnavailableException.class)
                .hasMessageContaining(stoppedProcess);

        stopped.goOn();
        await().until(() -> recoveredWithoutTheDead(2));
        assertThat(waiting.tell("operate").expect("operate")).isEqualTo("operated");
        assertThat(stopped.tell("operate").expect("operate")).isEqualTo("operated");
    }

    @Test
    void exclusiveIsExclusiveAcrossJvms() throws IOException {
        List<MemberJvm> two = start(2, PATIENCE);
        two.get(0).tell("join exclusive").expect("joined");
        assertThat(two.get(1).tell("join").expect("join"))
                .contains(
                        "FilesUnavailableException",
                        "with a writer",
                        "process " + two.get(0).pid());
        two.get(0).tell("close").expect("closed");
        two.get(1).tell("join").expect("joined");
        assertThat(two.get(0).tell("join exclusive").expect("join"))
                .contains(
                        "FilesUnavailableException",
                        "with a writer",
                        "process " + two.get(1).pid());
        two.get(1).kill();
        two.get(0).tell("join exclusive").expect("joined");
        two.get(0).kill();
        assertThat(start(1, PATIENCE).get(0).tell("join").expect("joined")).endsWith("by open alone");
    }

    @Test
    void whoLostItsLocksIsGivenTimeToCloseWhenAnotherComes() throws IOException {
        MemberJvm stray = start(1, PATIENCE).get(0);
        stray.tell("join").expect("joined");
        stray.tell("lose locks").expect("lost");
        FakeFiles files = new FakeFiles(directory);
        try (Membership membership = join(files)) {
            assertThat(files.calls()).containsExactly("open alone");
            assertThat(stray.tell("operate").expect("operate")).contains("IllegalStateException", "got lost");
            assertThat(stray.tell("calls").expect("calls")).isEqualTo("calls [open alone, close]");
            assertThat(membership.isCurrent()).isTrue();
        }
    }

    @Test
    void whoLostItsLocksIsGivenTimeToCloseWhenOthersNotice() throws IOException {
        List<MemberJvm> two = start(2, PATIENCE);
        two.forEach(jvm -> jvm.tell("join").expect("joined"));
        MemberJvm stray = two.get(0);
        stray.tell("operate for good").tell("lose locks").expect("lost");
        stray.expect("operate for good failed: java.lang.IllegalStateException");
        await().until(() -> recoveredWithoutTheDead(1));
        assertThat(two.get(1).tell("calls").expect("calls")).isEqualTo("calls [open, close, open alone]");
    }

    /** The operating system drops all locks of a process when it closes one channel to the file. */
    @Test
    void whatOthersInTheJvmDoLeavesTheLocksAlone() throws IOException {
        List<MemberJvm> one = start(1, PATIENCE);
        try (Membership membership = join(new FakeFiles(directory))) {
            Thread.currentThread().interrupt();
            join(new FakeFiles(directory)).close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(occupancy().alive()).hasSize(1);
            assertThatThrownBy(() ->
                    Membership.join(FakeFiles.lockFile(directory), "orders", true, PATIENCE, new FakeFiles(directory)));

            assertThat(one.get(0).tell("join").expect("joined")).endsWith("by open");
            assertThat(membership.isCurrent()).isTrue();
        }
    }

    /** Interrupts that come at any moment, also in the middle of what closes a channel when it is interrupted. */
    @Test
    void interruptsDoNotDropTheLocks() throws Exception {
        MemberJvm other = start(1, PATIENCE).get(0);
        joinAndLeaveUnderInterrupts(200);
        try (Membership membership = join(new FakeFiles(directory))) {
            joinAndLeaveUnderInterrupts(200);
            assertThat(other.tell("join").expect("joined")).endsWith("by open");
            assertThat(membership.isCurrent()).isTrue();
        }
    }

    private void joinAndLeaveUnderInterrupts(int times) throws Exception {
        Opener opener = new Opener() {
            @Override
            public void open(boolean alone, boolean clean) {}

            @Override
            public void close(boolean last) {}
        };
        FutureTask<Integer> work = new FutureTask<>(() -> {
            for (int i = 0; i < times; i++) {
                Membership.join(FakeFiles.lockFile(directory), "orders", false, PATIENCE, opener)
                        .close();
                Membership.inspect(FakeFiles.lockFile(directory));
            }
            return times;
        });
        Thread worker = new Thread(work);
        worker.start();
        while (!work.isDone()) {
            worker.interrupt();
            LockSupport.parkNanos(50_000);
        }
        assertThat(work.get()).isEqualTo(times);
    }
}
