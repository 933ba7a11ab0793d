package org.larder;

import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;

/** Placeholder until the settings are in. */
public class LarderConfiguration<K, V> extends MutableConfiguration<K, V> {
    private static final long serialVersionUID = 1L;

    public LarderConfiguration() {}

    public LarderConfiguration(CompleteConfiguration<K, V> other) {
        super(other);
    }
}
