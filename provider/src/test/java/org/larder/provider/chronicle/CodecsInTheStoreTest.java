package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.codec.Payload;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Stored;

/** Codecs that do what codecs should not. */
class CodecsInTheStoreTest {

    private static final Geometry GEOMETRY = new Geometry(2, 64, 1_024, 256);

    @Test
    void codecOfTheUserMayUseTheStoreItEncodesFor() {
        NestedKeys keys = new NestedKeys();
        NestedValues values = new NestedValues();
        try (OpenStore open = new OpenStore(GEOMETRY, 20, false, keys, values)) {
            keys.open = open;
            values.open = open;
            for (int key = 0; key < 100; key++) {
                open.put(key, OpenStore.valueOf(key, 1, 20 + key));
                open.put(key, OpenStore.valueOf(key, 2, 60 + key));
                assertThat(open.get(key)).isEqualTo(OpenStore.valueOf(key, 2, 60 + key));
                Stored<byte[]> stored = open.store.read(key);
                assertThat(stored).isNotNull();
                assertThat(stored.value()).isEqualTo(OpenStore.valueOf(key, 2, 60 + key));
                assertThat(open.store
                                .set(key, Condition.any(), OpenStore.valueOf(key, 3, 9), 9_999, 9_999, true)
                                .previous())
                        .isEqualTo(OpenStore.valueOf(key, 2, 60 + key));
                assertNoContextIsLeft(open);
            }
            open.store
                    .iterator()
                    .forEachRemaining(item -> assertThat(item.stored().value()).isNotNull());
            open.store.clear();
            open.audit();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failureOfACodecLeavesTheStoreAsItWas(boolean userCode) {
        for (Fault fault : Fault.values()) {
            Faulty codec = new Faulty(userCode);
            FaultyKeys keys = new FaultyKeys(userCode);
            try (OpenStore open = new OpenStore(GEOMETRY, 20, false, keys, codec)) {
                open.put(1, new byte[5]);
                Stored<byte[]> seen = open.store.read(1);
                assertThat(seen).isNotNull();

                codec.onEncode = fault;
                assertFails(open, fault, () -> open.put(1, new byte[6]));
                assertFails(open, fault, () -> open.put(2, new byte[6]));
                assertFails(open, fault, () -> open.store.admit(1, new byte[6]));
                assertFails(open, fault, () -> open.store.delete(1, new Condition.PayloadIs<>(new byte[5]), false));
                codec.onEncode = null;
                codec.onDecode = fault;
                assertFails(open, fault, () -> open.get(1));
                assertFails(open, fault, () -> open.store.read(1));
                assertFails(open, fault, () -> open.store.iterator().next());
                codec.onDecode = null;
                keys.onEncode = fault;
                assertFails(open, fault, () -> open.get(1));
                assertFails(open, fault, () -> open.store.read(1));
                assertFails(open, fault, () -> open.put(1, new byte[7]));
                assertFails(open, fault, () -> open.store.delete(1, Condition.any(), false));
                assertFails(open, fault, () -> open.store.touch(1, seen, 5_000));
                keys.onEncode = null;

                assertThat(open.store.read(1))
                        .usingRecursiveComparison()
                        .ignoringFields("asOf")
                        .isEqualTo(seen);
                assertThat(open.store.count()).isEqualTo(1);
                open.audit();
            }
        }
    }

    @Test
    void previousValueThatCannotBeDecodedIsReplacedNevertheless() {
        Faulty codec = new Faulty(true);
        try (OpenStore open = new OpenStore(GEOMETRY, 20, false, new OpenStore.Numbers(), codec)) {
            open.put(1, new byte[5]);
            codec.onDecode = Fault.EXCEPTION;
            assertFails(
                    open,
                    Fault.EXCEPTION,
                    () -> open.store.set(1, Condition.any(), new byte[6], Stored.NEVER, Stored.NEVER, true));
            codec.onDecode = null;
            assertThat(open.get(1)).hasSize(6);
            open.audit();
        }
    }

    @Test
    void keysAreReadWithoutTheirValues() {
        Faulty values = new Faulty(false);
        try (OpenStore open = new OpenStore(GEOMETRY, 20, false, new OpenStore.Numbers(), values)) {
            open.put(1, new byte[5]);
            values.onDecode = Fault.EXCEPTION;
            List<Integer> keys = new ArrayList<>();
            for (int part = 0; part < open.store.parts(); part++) {
                keys.addAll(open.store.keys(part));
            }
            assertThat(keys).containsExactly(1);
        }
    }

    @Test
    void interruptedThreadCarriesOn() {
        try (OpenStore open = new OpenStore(GEOMETRY, 20, false)) {
            Thread.currentThread().interrupt();
            for (int key = 0; key < 200; key++) {
                open.put(key, OpenStore.valueOf(key, 1, 50));
                assertThat(open.get(key)).hasSize(50);
            }
            open.store.clear();
            open.audit();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void assertFails(OpenStore open, Fault fault, Runnable operation) {
        assertThatThrownBy(operation::run).isInstanceOf(fault.type);
        assertNoContextIsLeft(open);
    }

    private static void assertNoContextIsLeft(OpenStore open) {
        try (CompiledMapQueryContext<?, ?, ?> context = (CompiledMapQueryContext<?, ?, ?>) open.map.mapContext()) {
            assertThat(context.indexInContextChain).isZero();
        }
    }

    /** What goes wrong. */
    private enum Fault {
        EXCEPTION(IllegalArgumentException.class),
        ERROR(LinkageError.class),
        OVERFLOW(StackOverflowError.class);

        private final Class<? extends Throwable> type;

        Fault(Class<? extends Throwable> type) {
            this.type = type;
        }

        void happen() {
            switch (this) {
                case EXCEPTION -> throw new IllegalArgumentException("as arranged");
                case ERROR -> throw new LinkageError("as arranged");
                default -> happen();
            }
        }
    }

    private static final class Faulty extends OpenStore.Bytes {
        private final boolean userCode;
        private @Nullable Fault onEncode;
        private @Nullable Fault onDecode;

        Faulty(boolean userCode) {
            this.userCode = userCode;
        }

        @Override
        public void encode(byte[] value, Payload out) {
            out.writeByte(1);
            if (onEncode != null) {
                onEncode.happen();
            }
            super.encode(value, out);
        }

        @Override
        public byte[] decode(Payload in) {
            in.readByte();
            if (onDecode != null) {
                onDecode.happen();
            }
            return super.decode(in);
        }

        @Override
        public boolean encodingRunsUserCode(byte[] value) {
            return userCode;
        }

        @Override
        public boolean decodingRunsUserCode(Payload in) {
            return userCode;
        }
    }

    private static final class FaultyKeys extends OpenStore.Numbers {
        private final boolean userCode;
        private @Nullable Fault onEncode;

        FaultyKeys(boolean userCode) {
            this.userCode = userCode;
        }

        @Override
        public void encode(Integer value, Payload out) {
            super.encode(value, out);
            if (onEncode != null) {
                onEncode.happen();
            }
        }

        @Override
        public boolean encodingRunsUserCode(Integer value) {
            return userCode;
        }

        @Override
        public boolean decodingRunsUserCode(Payload in) {
            return userCode;
        }
    }

    /** Uses the store once for every use of the codec. */
    private static final class NestedKeys extends OpenStore.Numbers {
        private @Nullable OpenStore open;
        private boolean nested;

        @Override
        public void encode(Integer value, Payload out) {
            use(value);
            super.encode(value, out);
        }

        @Override
        public Integer decode(Payload in) {
            Integer value = super.decode(in);
            use(value);
            return value;
        }

        private void use(int key) {
            if (!nested && open != null) {
                nested = true;
                open.put(key + 1_000, OpenStore.valueOf(key + 1_000, 1, 100));
                assertThat(open.get(key + 1_000)).hasSize(100);
                nested = false;
            }
        }

        @Override
        public boolean encodingRunsUserCode(Integer value) {
            return true;
        }

        @Override
        public boolean decodingRunsUserCode(Payload in) {
            return true;
        }
    }

    /** Uses the store once for every use of the codec. */
    private static final class NestedValues extends OpenStore.Bytes {
        private @Nullable OpenStore open;
        private boolean nested;

        @Override
        public void encode(byte[] value, Payload out) {
            use(value.length);
            super.encode(value, out);
        }

        @Override
        public byte[] decode(Payload in) {
            use(in.remaining());
            return super.decode(in);
        }

        private void use(int bytes) {
            if (!nested && open != null) {
                nested = true;
                int key = -1 - bytes;
                open.put(key, OpenStore.valueOf(key, 1, 200));
                assertThat(open.get(key)).isEqualTo(OpenStore.valueOf(key, 1, 200));
                nested = false;
            }
        }

        @Override
        public boolean encodingRunsUserCode(byte[] value) {
            return true;
        }

        @Override
        public boolean decodingRunsUserCode(Payload in) {
            return true;
        }
    }
}
