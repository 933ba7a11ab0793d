package org.larder.provider.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.provider.codec.Payload;

class EntryCipherTest {

    @TempDir
    Path directory;

    private final Payload key = text("k");
    private final Payload value = text("v");

    private static Payload text(String text) {
        return Keys.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file() {
        return directory.resolve("keys");
    }

    private EntryCipher create(int... masterKeys) throws IOException {
        EntryCipher.create(file(), Keys.of(masterKeys));
        return open(masterKeys);
    }

    private EntryCipher open(int... masterKeys) throws IOException {
        return EntryCipher.open(file(), Keys.of(masterKeys));
    }

    private byte[] sealed(EntryCipher cipher) {
        Sealer sealer = cipher.newSealer();
        return Keys.written(sealer.seal(sealer.mapKey(key), key, value, 1, 2));
    }

    private boolean opens(EntryCipher cipher, byte[] sealed) {
        Sealer sealer = cipher.newSealer();
        Payload opened = sealer.open(sealer.mapKey(key), Payload.of(sealed), 1, 2);
        return opened != null && new String(opened.array(), 0, opened.end(), StandardCharsets.UTF_8).equals("\1kv");
    }

    @Test
    void whatOneOpeningSealedEveryLaterOneOpens() throws IOException {
        byte[] first = sealed(create(1));
        byte[] second = sealed(open(1));
        EntryCipher third = open(1);
        for (int time = 0; time < 3; time++) {
            assertThat(opens(third, first)).isTrue();
            assertThat(opens(third, second)).isTrue();
        }
        assertThat(opens(third, sealed(third))).isTrue();
    }

    @Test
    void whatALaterOpeningSealsAnEarlierOneOpens() throws IOException {
        EntryCipher first = create(1);
        EntryCipher second = open(1);
        assertThat(opens(first, sealed(second))).isTrue();
        assertThat(opens(first, sealed(open(1)))).isTrue();
    }

    @Test
    void keysAreReplacedStepByStep() throws IOException {
        byte[] old = sealed(create(1));
        EntryCipher both = open(2, 1);
        assertThat(opens(both, old)).isTrue();
        byte[] rewritten = sealed(both);
        EntryCipher newOnly = open(2);
        assertThat(opens(newOnly, rewritten)).isTrue();
        assertThat(opens(newOnly, old)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> open(1)).withMessageStartingWith("wrong key");
    }

    @Test
    void keyTakesOverWhileOthersStillUseTheOldOne() throws IOException {
        EntryCipher old = create(1);
        EntryCipher rotated = open(2, 1);
        assertThat(opens(rotated, sealed(old))).isTrue();
        assertThat(opens(old, sealed(rotated))).isFalse(); // it was not given the new key: a miss, and no error
        assertThat(opens(old, sealed(old))).isTrue();
    }

    @Test
    void mapKeysStayWhateverTheMasterKey() throws IOException {
        byte[] mapKey = Keys.written(create(1).newSealer().mapKey(key));
        assertThat(Keys.written(open(2, 1).newSealer().mapKey(key))).isEqualTo(mapKey);
        assertThat(Keys.written(open(2).newSealer().mapKey(key))).isEqualTo(mapKey);
    }

    @Test
    void entriesOfAnOpenerWhoseRecordIsDamagedDoNotOpenAndOthersDo() throws IOException {
        byte[] first = sealed(create(1));
        byte[] second = sealed(open(1));
        byte[] bytes = Files.readAllBytes(file());
        bytes[KeyRing.HEAD_BYTES + 10] ^= 1;
        Files.write(file(), bytes);
        EntryCipher third = open(1);
        assertThat(opens(third, first)).isFalse();
        assertThat(opens(third, second)).isTrue();
    }

    @Test
    void olderFileOfKeysThatComesBackCostsEntriesAndRepeatsNoKey() throws IOException {
        create(1);
        byte[] backup = Files.readAllBytes(file());
        byte[] lost = sealed(open(1));
        Files.write(file(), backup);
        EntryCipher again = open(1);
        assertThat(opens(again, lost)).isFalse();
        assertThat(opens(again, sealed(again))).isTrue();
    }

    @Test
    void damageOfTheFileIsFoundWithoutTheKeys() throws IOException {
        assertThat(EntryCipher.damage(file())).isEqualTo("keys is missing");
        create(1);
        assertThat(EntryCipher.damage(file())).isNull();
        Files.write(file(), new byte[100]);
        assertThat(EntryCipher.damage(file()))
                .isEqualTo("keys is no file of keys, or damaged: it does not begin as such a file does");
    }

    @Test
    void inMemoryNothingOpensElsewhere() {
        EntryCipher one = EntryCipher.inMemory(Keys.of(1));
        EntryCipher other = EntryCipher.inMemory(Keys.of(1));
        assertThat(opens(one, sealed(one))).isTrue();
        assertThat(opens(other, sealed(one))).isFalse();
    }

    @Test
    void closedMasterKeysDoNotStopWhoIsOpen() throws IOException {
        MasterKeys masterKeys = Keys.of(1);
        create(1);
        EntryCipher cipher = EntryCipher.open(file(), masterKeys);
        masterKeys.close();
        assertThat(opens(open(1), sealed(cipher))).isTrue();
    }

    @Test
    void noNonceRepeatsOverOpenersThreadsAndKeys() throws Exception {
        Set<String> nonces = Collections.synchronizedSet(new HashSet<>());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            create(1);
            int[][] keys = {{1}, {1}, {2, 1}, {2}, {3, 2, 1}};
            for (int[] masterKeys : keys) {
                EntryCipher cipher = open(masterKeys);
                List<Future<?>> done = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    done.add(threads.submit(() -> seal(cipher, nonces)));
                }
                for (Future<?> each : done) {
                    each.get();
                }
            }
            assertThat(nonces).hasSize(5 * 4 * 1_000);
        } finally {
            threads.shutdown();
        }
    }

    private void seal(EntryCipher cipher, Set<String> nonces) {
        Sealer sealer = cipher.newSealer();
        Payload mapKey = sealer.mapKey(key);
        for (int i = 0; i < 500; i++) {
            Payload sealed = sealer.seal(mapKey, key, value, 1, 2);
            nonces.add(sealed.intAt(0) + " " + sealed.longAt(4));
            Payload again = sealer.sealAgain(mapKey, sealer.open(mapKey, sealed, 1, 2), 1, 3);
            nonces.add(again.intAt(0) + " " + again.longAt(4));
        }
    }
}
