package org.larder.provider.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.codec.Payload;

class KeyRingTest {

    private final SecureRandom random = new SecureRandom();

    private KeyRing ring(int openers, int... masterKeys) {
        MasterKeys keys = Keys.of(masterKeys);
        KeyRing ring = KeyRing.create(keys.current(), random);
        for (int i = 0; i < openers; i++) {
            ring = ring.opened(keys, random);
        }
        return ring;
    }

    private static String id(int masterKey) {
        return Keys.of(masterKey).toString();
    }

    @Test
    void theHashKeyStaysWhateverOpensTheRing() throws Exception {
        KeyRing created = ring(0, 1);
        byte[] hashKey = created.hashKey(Keys.of(1));
        assertThat(hashKey).hasSize(32);
        KeyRing rotated =
                created.opened(Keys.of(1), random).opened(Keys.of(2, 1), random).opened(Keys.of(3, 2), random);
        assertThat(rotated.hashKey(Keys.of(3))).isEqualTo(hashKey);
        assertThat(KeyRing.of(rotated.bytes()).hashKey(Keys.of(9, 3))).isEqualTo(hashKey);
    }

    @Test
    void twoRingsHashByDifferentKeys() {
        assertThat(ring(1, 1).hashKey(Keys.of(1))).isNotEqualTo(ring(1, 1).hashKey(Keys.of(1)));
    }

    @Test
    void everyWrappingHasASaltOfItsOwnAsItsNonceIsAlwaysTheSame() {
        assertThat(Arrays.copyOfRange(ring(0, 1).bytes(), 16, 32))
                .isNotEqualTo(Arrays.copyOfRange(ring(0, 1).bytes(), 16, 32));
    }

    @Test
    void theHashKeyDoesNotStandInTheFile() {
        KeyRing ring = ring(3, 1);
        byte[] hashKey = ring.hashKey(Keys.of(1));
        String bytes = HexFormat.of().formatHex(ring.bytes());
        for (int i = 0; i + 4 <= hashKey.length; i++) {
            assertThat(bytes).doesNotContain(HexFormat.of().formatHex(hashKey, i, i + 4));
        }
        assertThat(bytes).doesNotContain("01010101");
    }

    @Test
    void openersAreNumberedAndHaveDifferentKeys() {
        KeyRing ring = ring(1, 1);
        Set<List<Byte>> keys = new HashSet<>();
        for (int i = 1; i <= 100; i++) {
            assertThat(ring.newest().number()).isEqualTo(i);
            byte[] key = ring.newest().key(Keys.of(1).current());
            assertThat(key).hasSize(32);
            keys.add(IntStream.range(0, 32).mapToObj(at -> key[at]).toList());
            ring = ring.opened(Keys.of(1), random);
        }
        assertThat(keys).hasSize(100);
    }

    @Test
    void fileHasAllOpenersAndTheirMasterKeys() throws Exception {
        KeyRing ring = ring(2, 1).opened(Keys.of(2, 1), random);
        KeyRing read = KeyRing.of(ring.bytes());
        assertThat(read.bytes()).isEqualTo(ring.bytes());
        assertThat(read.find(1).masterKeyId()).isEqualTo(Keys.of(1).current().id());
        assertThat(read.find(3).masterKeyId()).isEqualTo(Keys.of(2).current().id());
        assertThat(read.find(2).key(Keys.of(1).current()))
                .isEqualTo(ring.find(2).key(Keys.of(1).current()));
        assertThat(read.find(0)).isNull();
        assertThat(read.find(4)).isNull();
        assertThat(read.newest().number()).isEqualTo(3);
    }

    @Test
    void wrongKeyIsToldWithTheIdsOfAll() {
        KeyRing ring = ring(1, 1).opened(Keys.of(2, 1), random);
        assertThatIllegalStateException()
                .isThrownBy(() -> ring.opened(Keys.of(3, 1), random))
                .withMessage(
                        "wrong key: the entries belong to the master key %s (they were written with %s, %s), and given were %s, %s; give that key, after the new one if it is to be replaced, or delete the directory of the cache to start without its entries"
                                .formatted(id(2), id(1), id(2), id(3), id(1)));
    }

    @Test
    void keyThatOnlyHasTheSameIdIsWrong() throws Exception {
        byte[] bytes = ring(1, 1).bytes();
        MasterKeys other = Keys.of(2);
        Payload id = new Payload(4);
        id.writeInt(other.current().id());
        System.arraycopy(id.array(), 0, bytes, 12, 4);
        mend(bytes);
        KeyRing ring = KeyRing.of(bytes);
        assertThatIllegalStateException().isThrownBy(() -> ring.hashKey(other)).withMessageStartingWith("wrong key");
    }

    /** Puts the right check sum behind a head that was changed. */
    private static void mend(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, KeyRing.HEAD_BYTES - 4);
        Payload written = new Payload(4);
        written.writeInt((int) sum.getValue());
        System.arraycopy(written.array(), 0, bytes, KeyRing.HEAD_BYTES - 4, 4);
    }

    @Test
    void whoeverForgesTheHeadGetsNoHashKey() throws Exception {
        byte[] intact = ring(1, 1).bytes();
        for (int at = 16; at < KeyRing.HEAD_BYTES - 4; at++) {
            byte[] bytes = intact.clone();
            bytes[at] ^= 1;
            mend(bytes);
            KeyRing ring = KeyRing.of(bytes);
            assertThatIllegalStateException()
                    .as("byte %d", at)
                    .isThrownBy(() -> ring.hashKey(Keys.of(1)))
                    .withMessageStartingWith("wrong key");
        }
    }

    @Test
    void everyFlippedBitOfTheHeadIsDamage() {
        byte[] intact = ring(2, 1).bytes();
        for (int bit = 0; bit < KeyRing.HEAD_BYTES * 8; bit++) {
            byte[] bytes = intact.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(DamagedKeysException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> KeyRing.of(bytes));
        }
    }

    @Test
    void everyFlippedBitOfAnOpenerLosesThisOneOnly() throws Exception {
        byte[] intact = ring(3, 1).bytes();
        int second = KeyRing.HEAD_BYTES + Opener.RECORD_BYTES;
        for (int bit = second * 8; bit < (second + Opener.RECORD_BYTES) * 8; bit++) {
            byte[] bytes = intact.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            KeyRing ring = KeyRing.of(bytes);
            assertThat(ring.find(1)).isNotNull();
            assertThat(ring.find(2)).as("bit %d", bit).isNull();
            assertThat(ring.find(3)).isNotNull();
            assertThat(ring.opened(Keys.of(1), random).newest().number()).isEqualTo(4);
        }
    }

    @Test
    void openerThatIsCutOffIsLostAndItsNumberIsGivenWithAnotherKey() throws Exception {
        KeyRing ring = ring(2, 1);
        byte[] bytes = ring.bytes();
        for (int length = KeyRing.HEAD_BYTES + Opener.RECORD_BYTES; length < bytes.length; length++) {
            KeyRing cut = KeyRing.of(Arrays.copyOf(bytes, length));
            assertThat(cut.find(1)).isNotNull();
            assertThat(cut.find(2)).isNull();
            Opener again = cut.opened(Keys.of(1), random).newest();
            assertThat(again.number()).isEqualTo(2);
            assertThat(again.key(Keys.of(1).current()))
                    .isNotEqualTo(ring.find(2).key(Keys.of(1).current()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 12, 16, 95})
    void headThatIsCutOffIsDamage(int length) {
        assertThatExceptionOfType(DamagedKeysException.class)
                .isThrownBy(() -> KeyRing.of(Arrays.copyOf(ring(1, 1).bytes(), length)));
    }

    @Test
    void headAloneIsARingWithoutOpeners() throws Exception {
        KeyRing ring = KeyRing.of(ring(0, 1).bytes());
        assertThat(ring.find(1)).isNull();
        assertThat(ring.opened(Keys.of(1), random).newest().number()).isEqualTo(1);
    }

    @Test
    void formatOfTheFutureIsNamed() {
        byte[] bytes = ring(1, 1).bytes();
        bytes[8] = 2;
        assertThatExceptionOfType(DamagedKeysException.class)
                .isThrownBy(() -> KeyRing.of(bytes))
                .withMessage("its format is 2, and this release of Larder reads format 1");
    }

    @Test
    void theOldestOpenerIsForgottenWhenThereAreTooMany() throws Exception {
        MasterKey masterKey = Keys.of(1).current();
        Payload bytes = Keys.payload(ring(0, 1).bytes());
        for (int number = 1; number < KeyRing.MAX_OPENERS; number++) {
            Opener.create(number, masterKey, random).write(bytes);
        }
        KeyRing full = KeyRing.of(Keys.written(bytes)).opened(Keys.of(1), random);
        assertThat(full.find(1)).isNotNull();
        KeyRing overfull = full.opened(Keys.of(1), random);
        assertThat(overfull.newest().number()).isEqualTo(KeyRing.MAX_OPENERS + 1);
        assertThat(overfull.find(1)).isNull();
        assertThat(overfull.find(2)).isNotNull();
        assertThat(overfull.bytes()).hasSameSizeAs(full.bytes());
    }
}
