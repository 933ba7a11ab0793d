package org.larder.provider.chronicle;

import java.nio.charset.StandardCharsets;
import org.larder.provider.codec.Payload;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.EntryStoreContract;

class ChronicleStoreTest extends EntryStoreContract {

    @Override
    protected EntryStore<String, String> newStore() {
        return ChronicleStores.create(
                new ChronicleStores.Settings("test", null, null, null, 16 << 20, false),
                new TextCodec(),
                new TextCodec(),
                new MemoryBudget(Long.MAX_VALUE),
                clock);
    }

    static final class TextCodec implements PayloadCodec<String> {
        @Override
        public void encode(String value, Payload out) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(bytes, 0, bytes.length);
        }

        @Override
        public String decode(Payload in) {
            return new String(in.readBytes(in.remaining()), StandardCharsets.UTF_8);
        }

        @Override
        public boolean encodingRunsUserCode(String value) {
            return false;
        }

        @Override
        public boolean decodingRunsUserCode(Payload in) {
            return false;
        }

        @Override
        public boolean bytesDecideEquality() {
            return true;
        }
    }
}
