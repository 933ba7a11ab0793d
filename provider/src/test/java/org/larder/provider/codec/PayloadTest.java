package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class PayloadTest {

    @Test
    void whatIsWrittenIsReadBackInOrder() {
        Payload payload = new Payload(0);
        payload.writeByte(-2);
        payload.writeInt(0x0403_0201);
        payload.writeLong(Long.MIN_VALUE + 7);
        payload.writeBytes(new byte[] {9, 8, 7, 6}, 1, 2);
        assertThat(payload.end()).isEqualTo(15);
        assertThat(payload.readByte()).isEqualTo((byte) -2);
        assertThat(payload.readInt()).isEqualTo(0x0403_0201);
        assertThat(payload.readLong()).isEqualTo(Long.MIN_VALUE + 7);
        assertThat(payload.readBytes(2)).containsExactly(8, 7);
        assertThat(payload.remaining()).isZero();
    }

    @Test
    void numbersAreLittleEndian() {
        Payload payload = new Payload(4);
        payload.writeInt(0x0403_0201);
        assertThat(payload.readBytes(4)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void growsToLargeSizesAndKeepsItsContents() {
        byte[] chunk = new byte[1_000_003];
        new Random(7).nextBytes(chunk);
        Payload payload = new Payload(1);
        for (int i = 0; i < 60; i++) {
            payload.writeByte(i);
            payload.writeBytes(chunk, 0, chunk.length);
        }
        assertThat(payload.end()).isEqualTo(60 * (chunk.length + 1));
        for (int i = 0; i < 60; i++) {
            assertThat(payload.readByte()).isEqualTo((byte) i);
            assertThat(payload.readBytes(chunk.length)).isEqualTo(chunk);
        }
    }

    @Test
    void anEarlyEndIsAnErrorThatNamesThePlace() {
        Payload payload = Payload.of(new byte[] {1, 2, 3});
        payload.readByte();
        assertThatIllegalStateException()
                .isThrownBy(payload::readInt)
                .withMessage("payload ends early: 4 bytes asked at 1 of 3");
        assertThatIllegalStateException().isThrownBy(payload::readLong);
        assertThatIllegalStateException().isThrownBy(() -> payload.readBytes(3));
        assertThat(payload.readBytes(2)).containsExactly(2, 3);
        assertThatIllegalStateException().isThrownBy(payload::readByte);
    }

    @Test
    void bytesBeyondTheEndOfAReusedPayloadAreNotRead() {
        Payload payload = new Payload(64);
        payload.writeLong(1);
        payload.clear();
        payload.writeByte(1);
        assertThat(payload.remaining()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(payload::readInt);
    }

    @Test
    void bytesPutIntoTheArrayByTheCallerAreRead() {
        Payload payload = new Payload(0);
        payload.resetForBytes(3);
        System.arraycopy(new byte[] {5, 6, 7}, 0, payload.array(), 0, 3);
        assertThat(payload.readBytes(3)).containsExactly(5, 6, 7);
    }

    @Test
    void bytesPutIntoAUsedPayloadReplaceWhatWasThere() {
        Payload payload = new Payload(0);
        payload.writeLong(1);
        payload.readInt();
        payload.resetForBytes(3);
        System.arraycopy(new byte[] {5, 6, 7}, 0, payload.array(), 0, 3);
        assertThat(payload.readBytes(3)).containsExactly(5, 6, 7);
        assertThat(payload.remaining()).isZero();
    }

    @Test
    void aPayloadThatIsLargeEnoughDoesNotGrow() {
        Payload payload = new Payload(Long.BYTES);
        byte[] array = payload.array();
        payload.writeLong(1);
        assertThat(payload.array()).isSameAs(array);
    }

    @Test
    void payloadThatIsUsedAgainIsEmptyAndLetGoOnlyIfItHasGrownTooMuch() {
        Payload payload = new Payload(Payload.RETAINED_BYTES);
        payload.writeLong(1);
        payload.readInt();
        assertThat(payload.emptied()).isSameAs(payload);
        assertThat(payload.end()).isZero();
        assertThat(payload.position()).isZero();
        Payload grown = new Payload(Payload.RETAINED_BYTES + 1);
        grown.writeByte(1);
        assertThat(grown.emptied().array().length).isLessThan(1_000);
        assertThat(grown.emptied().end()).isZero();
    }

    @Test
    void bytesOfACountAreKnownBefore() {
        for (int count : new int[] {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, Integer.MAX_VALUE}) {
            Payload payload = new Payload(0);
            payload.writeCount(count);
            assertThat(Payload.countBytes(count)).as("%d", count).isEqualTo(payload.end());
        }
    }

    @Test
    void lengthStandsBeforeWhatItIsTheLengthOf() {
        for (int length : new int[] {0, 126, 127, 128, 16_382, 16_383, 16_384}) {
            Payload payload = new Payload(2 + length); // no more than is needed if the length takes one byte
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            payload.writeByte(7);
            int at = payload.leaveLength();
            payload.writeBytes(bytes, 0, length);
            payload.fillInLength(at, 1);
            assertThat(payload.readByte()).isEqualTo((byte) 7);
            assertThat(payload.readCount()).isEqualTo(length + 1);
            assertThat(payload.remaining()).isEqualTo(length);
            assertThat(payload.readBytes(length)).isEqualTo(bytes);
        }
    }

    @Test
    void lookingAtAnIndexDoesNotMoveThePosition() {
        Payload payload = new Payload(0);
        payload.writeByte(1);
        payload.writeLong(2);
        payload.readByte();
        assertThat(payload.longAt(1)).isEqualTo(2);
        assertThat(payload.intAt(0)).isEqualTo(0x201);
        assertThat(payload.position()).isEqualTo(1);
        assertThat(payload.readLong()).isEqualTo(2);
    }
}
