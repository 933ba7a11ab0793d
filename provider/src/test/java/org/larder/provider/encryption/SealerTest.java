package org.larder.provider.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.larder.provider.codec.Payload;

class SealerTest {

    private static final long STAMP = 0x1122334455667788L;
    private static final long DEADLINE = 1_800_000_000_000L;

    private final EntryCipher cipher = EntryCipher.inMemory(Keys.of(1));
    private final Sealer sealer = cipher.newSealer();
    private final Payload key = text("client-4711");
    private final Payload value = text("TOPSECRET-123");
    private final Payload mapKey = Payload.of(Keys.written(sealer.mapKey(key)));

    private static Payload text(String text) {
        return Keys.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sealed() {
        return Keys.written(sealer.seal(mapKey, key, value, STAMP, DEADLINE));
    }

    private Payload opened(byte[] sealed) {
        return sealer.open(mapKey, Payload.of(sealed), STAMP, DEADLINE);
    }

    private static String readKey(Payload opened) {
        int whole = opened.narrow(opened.readCount());
        String text = new String(opened.readBytes(opened.remaining()), StandardCharsets.UTF_8);
        opened.widen(whole);
        return text;
    }

    private static String readRest(Payload opened) {
        return new String(opened.readBytes(opened.remaining()), StandardCharsets.UTF_8);
    }

    @Test
    void whatWasSealedOpens() {
        Payload opened = opened(sealed());
        assertThat(readKey(opened)).isEqualTo("client-4711");
        assertThat(readRest(opened)).isEqualTo("TOPSECRET-123");
    }

    @Test
    void neitherKeyNorValueIsInWhatIsStored() {
        String stored = new String(sealed(), StandardCharsets.ISO_8859_1)
                + new String(mapKey.array(), StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain("TOPSECRET-123", "SECRET", "client", "4711");
    }

    @Test
    void anotherThreadsSealerOpensIt() {
        byte[] sealed = sealed();
        Payload opened = cipher.newSealer().open(mapKey, Payload.of(sealed), STAMP, DEADLINE);
        assertThat(readKey(opened)).isEqualTo("client-4711");
    }

    @Test
    void randomEntriesOfAllSizesOpen() {
        Random random = new Random(42);
        for (int i = 0; i < 3_000; i++) {
            byte[] keyBytes = new byte[random.nextInt(i % 10 == 0 ? 20_000 : 200)];
            byte[] valueBytes = new byte[random.nextInt(i % 100 == 0 ? 200_000 : 300)];
            random.nextBytes(keyBytes);
            random.nextBytes(valueBytes);
            long stamp = random.nextLong();
            long deadlineMillis = random.nextLong();
            Payload someMapKey = sealer.mapKey(Keys.payload(keyBytes));
            Payload sealed =
                    sealer.seal(someMapKey, Keys.payload(keyBytes), Keys.payload(valueBytes), stamp, deadlineMillis);
            assertThat(sealed.end()).isEqualTo(Sealer.sealedBytes(keyBytes.length, valueBytes.length));
            Payload opened = sealer.open(someMapKey, sealed, stamp, deadlineMillis);
            assertThat(opened.readBytes(opened.readCount())).isEqualTo(keyBytes);
            assertThat(opened.readBytes(opened.remaining())).isEqualTo(valueBytes);
        }
    }

    @Test
    void emptyKeyAndValueOpen() {
        Payload empty = new Payload(0);
        Payload sealed = sealer.seal(mapKey, empty, empty, 0, 0);
        assertThat(sealed.end()).isEqualTo(Sealer.sealedBytes(0, 0)).isEqualTo(29);
        Payload opened = sealer.open(mapKey, sealed, 0, 0);
        assertThat(opened.readCount()).isZero();
        assertThat(opened.remaining()).isZero();
    }

    @Test
    void noFlippedBitOpens() {
        byte[] intact = sealed();
        for (int bit = 0; bit < intact.length * 8; bit++) {
            byte[] sealed = intact.clone();
            sealed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(opened(sealed)).as("bit %d", bit).isNull();
        }
        assertThat(opened(intact)).isNotNull();
    }

    @Test
    void nothingOpensWithAnotherMapKeyStampOrDeadline() {
        byte[] sealed = sealed();
        for (int bit = 0; bit < 64; bit++) {
            assertThat(sealer.open(mapKey, Payload.of(sealed), STAMP ^ 1L << bit, DEADLINE))
                    .isNull();
            assertThat(sealer.open(mapKey, Payload.of(sealed), STAMP, DEADLINE ^ 1L << bit))
                    .isNull();
        }
        assertThat(sealer.open(mapKey, Payload.of(sealed), DEADLINE, STAMP)).isNull();
        for (int bit = 0; bit < 128; bit++) {
            byte[] other = Keys.written(mapKey);
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(sealer.open(Payload.of(other), Payload.of(sealed), STAMP, DEADLINE))
                    .isNull();
        }
    }

    @Test
    void whatIsCutOffOrLongerDoesNotOpen() {
        byte[] sealed = sealed();
        for (int length = 0; length < sealed.length; length++) {
            assertThat(opened(Arrays.copyOf(sealed, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
        assertThat(opened(Arrays.copyOf(sealed, sealed.length + 1))).isNull();
    }

    @Test
    void theSameEntryIsSealedDifferentlyEachTime() {
        assertThat(sealed()).isNotEqualTo(sealed());
    }

    @Test
    void openedEntryCanBeSealedAgainForAnotherDeadline() {
        byte[] first = sealed();
        Payload opened = opened(first);
        readKey(opened);
        byte[] again = Keys.written(sealer.sealAgain(mapKey, opened, STAMP, 5));
        assertThat(again).hasSameSizeAs(first);
        assertThat(opened(again)).isNull();
        Payload reopened = sealer.open(mapKey, Payload.of(again), STAMP, 5);
        assertThat(readKey(reopened)).isEqualTo("client-4711");
        assertThat(readRest(reopened)).isEqualTo("TOPSECRET-123");
    }

    @Test
    void bytesOfAKeyAreWipedWhenItIsMade() {
        byte[] bytes = Keys.bytes(7);
        assertThat(Aes.key(bytes).getEncoded()).isEqualTo(Keys.bytes(7));
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void mapKeysAreTheFirstHalfOfAKeyedHash() throws Exception {
        byte[] hashKey = Keys.bytes(9);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(hashKey, "HmacSHA256"));
        byte[] expected = Arrays.copyOf(mac.doFinal(Keys.written(key)), 16);
        assertThat(Keys.written(new Sealer(cipher, hashKey).mapKey(key))).isEqualTo(expected);
    }

    @Test
    void equalKeysHaveOneMapKeyAndOthersHaveOthers() {
        byte[] first = Keys.written(sealer.mapKey(text("a")));
        assertThat(first).hasSize(Sealer.MAP_KEY_BYTES);
        assertThat(Keys.written(cipher.newSealer().mapKey(text("a")))).isEqualTo(first);
        assertThat(Keys.written(sealer.mapKey(text("b")))).isNotEqualTo(first);
        assertThat(Keys.written(EntryCipher.inMemory(Keys.of(1)).newSealer().mapKey(text("a"))))
                .isNotEqualTo(first);
    }

    @Test
    void noncesEndBeforeTheyRepeat() {
        MasterKeys masterKeys = Keys.of(1);
        KeyRing ring = KeyRing.create(masterKeys.current(), new SecureRandom()).opened(masterKeys, new SecureRandom());
        Sealer last = new EntryCipher(ring, ring::find, masterKeys, Long.MAX_VALUE).newSealer();
        assertThat(last.seal(mapKey, key, value, STAMP, DEADLINE).longAt(4)).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> last.seal(mapKey, key, value, STAMP, DEADLINE))
                    .withMessageContaining("close the cache and open it again");
        }
    }
}
