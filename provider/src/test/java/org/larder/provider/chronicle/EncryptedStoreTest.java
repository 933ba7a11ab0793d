package org.larder.provider.chronicle;

import java.util.List;
import org.larder.codec.KeySource;
import org.larder.provider.encryption.MasterKeys;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.EntryStoreContract;

class EncryptedStoreTest extends EntryStoreContract {

    @Override
    protected EntryStore<String, String> newStore() {
        MasterKeys keys = MasterKeys.of(() -> List.of(new byte[KeySource.KEY_BYTES]));
        return ChronicleStores.create(
                new ChronicleStores.Settings("test", null, null, null, 16 << 20, false, keys),
                new ChronicleStoreTest.TextCodec(),
                new ChronicleStoreTest.TextCodec(),
                new MemoryBudget(Long.MAX_VALUE),
                clock);
    }
}
