package org.larder.provider.store;

import java.nio.ByteBuffer;

/**
 * What makes two keys the same key for those who keep keys on heap beside a store. An array equals only itself, but the
 * keys of a store are the same when their bytes are.
 */
public final class KeyIdentity {

    private KeyIdentity() {}

    /** An object that equals that of another key if the keys are the same; the key itself where its type allows. */
    public static Object of(Object key) {
        return key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key;
    }
}
