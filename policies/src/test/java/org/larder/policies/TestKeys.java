package org.larder.policies;

import java.util.List;
import org.larder.codec.KeySource;

/** A source of a key that settings can name. */
public final class TestKeys implements KeySource {

    @Override
    public List<byte[]> keys() {
        return PolicyRig.keys(2).create().keys();
    }
}
