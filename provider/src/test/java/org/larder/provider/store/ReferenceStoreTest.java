package org.larder.provider.store;

class ReferenceStoreTest extends EntryStoreContract {

    @Override
    protected EntryStore<String, String> newStore() {
        return new ReferenceStore<>(10_000, clock);
    }
}
