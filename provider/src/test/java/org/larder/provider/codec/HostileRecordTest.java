package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that no honest record has: whatever they are, decoding them ends soon, with a value or a clear error. */
final class HostileRecordTest {

    record Part(Object any) {}

    @SuppressWarnings("ArrayRecordComponent") // what damaged bytes may announce the length of
    record Lengthy(String[][] texts, int[] numbers, Object any) {}

    private static final int NESTING = 490;

    private final CodecRegistry registry =
            new CodecRegistry("hostile", HostileRecordTest.class.getClassLoader(), null, Map.of());

    private PayloadCodec<Object> codec(Role role) {
        return role == Role.KEY ? registry.keyCodec(Object.class, null) : registry.valueCodec(Object.class, null);
    }

    /** Starts a {@link Part} whose definition has a number of components, of which the one it has is the first. */
    private static Payload part(int componentCount) {
        Payload start = new Payload(100);
        start.writeByte(Kind.RECORD);
        start.writeCount(Encoding.DEFINITION);
        StringForm.writeSized(Part.class.getName(), start);
        start.writeCount(componentCount);
        int hash = Layout.hash("any");
        for (int i = 0; i < 3; i++) {
            start.writeByte(hash >> (i * Byte.SIZE));
        }
        start.writeByte(Kind.OPEN);
        return start;
    }

    private void assertDamaged(byte[] bytes, String reason) {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec(Role.VALUE), bytes))
                .withMessageContainingAll("cache 'hostile'", reason);
    }

    @Test
    void announcedElementsTakeNoMemoryBeforeTheyAreThere() {
        // Each list would take 120 MB, all together 60 GB.
        int announced = 30_000_000;
        Payload nested = part(1);
        for (int depth = 0; depth < NESTING; depth++) {
            nested.writeByte(Kind.LIST);
            nested.writeByte(Containers.PLAIN);
            nested.writeCount(announced);
        }
        assertDamaged(Arrays.copyOf(nested.array(), announced + 10_000), "payload ends early");
    }

    @Test
    void arraysThatArePassedOverAreNestedNoDeeperThanOthers() {
        Payload nested = part(2);
        for (int i = 0; i < 3; i++) {
            nested.writeByte(1); // the hash of no component of the record
        }
        int arrays = 100;
        for (int i = 0; i < arrays; i++) {
            nested.writeByte(Kind.ARRAY);
        }
        nested.writeByte(Kind.RECORD);
        nested.writeByte(0); // the first component is null
        for (int depth = 0; depth < NESTING; depth++) {
            for (int i = 0; i < arrays; i++) {
                nested.writeCount(2); // of one element
            }
            nested.writeCount(Encoding.FIRST_REFERENCE);
            nested.writeByte(0);
        }
        assertDamaged(nested.readBytes(nested.remaining()), "nested deeper than 500");
    }

    @ParameterizedTest
    @EnumSource
    void randomDamageIsAnErrorOrAnotherValueAndNothingElse(Role role) {
        PayloadCodec<Object> codec = codec(role);
        Object record = new Part(List.of(
                new Part(Map.of("k", Optional.of(new Part(1.5)))),
                Set.of(1, 2L, Set.of("a", new Part(Role.KEY))),
                new TreeMap<>(Map.of("x", new BigDecimal("1.25")))));
        byte[] honest = Bytes.of(codec, record);
        Random random = new Random(3);
        int errors = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = damaged(honest, random);
            try {
                Bytes.read(codec, damaged);
            } catch (CacheException e) {
                assertThat(e).hasMessageContaining("cache 'hostile'");
                errors++;
            }
        }
        assertThat(errors).isBetween(5_000, 19_999);
    }

    private static byte[] damaged(byte[] honest, Random random) {
        byte[] bytes = honest.clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE));
                case 2 -> bytes[random.nextInt(bytes.length)];
                default -> (byte) (Kind.RECORD + random.nextInt(8));
            };
        }
        return bytes;
    }

    @Test
    void longArraysComeBackThoughTheirRoomGrows() {
        PayloadCodec<Lengthy> codec = registry.valueCodec(Lengthy.class, null);
        String[][] texts = new String[5_003][1];
        texts[5_002][0] = "last";
        List<Integer> many = new ArrayList<>(Collections.nCopies(2_500, 7));
        Lengthy copy = Bytes.read(codec, Bytes.of(codec, new Lengthy(texts, new int[] {1}, many)));
        assertThat(copy.texts).isDeepEqualTo(texts);
        assertThat(copy.any).isEqualTo(many);
    }
}
