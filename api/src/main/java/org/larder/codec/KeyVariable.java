package org.larder.codec;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.cache.configuration.Factory;

/**
 * A source of keys in an environment variable: in Base64 (44 characters) or hexadecimal (64 digits), with commas between
 * several. The first is the current key, the others are older keys that may still be read. A {@link KeyFile} is the
 * better choice where there is one: a JVM cannot erase its environment, and child processes inherit it.
 *
 * @param name the variable
 * @since 0.1
 */
public record KeyVariable(String name) implements KeySource, Factory<KeySource> {

    /**
     * Names a variable, which is not read yet.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public KeyVariable {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("the name of an environment variable with keys is blank; name it");
        }
    }

    /** Returns this source, which is its own factory. */
    @Override
    public KeySource create() {
        return this;
    }

    /**
     * Reads the keys from the variable.
     *
     * @throws IllegalStateException if the variable is not set, there is no key in it, or something that is none; says
     *     which of several, and never what is in it
     */
    @Override
    public List<byte[]> keys() {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("environment variable %s is not set; %s".formatted(name, KeyText.ADVICE));
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        try {
            return KeyText.list(text, "environment variable " + name);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** The setting of a configuration file that has the same meaning. */
    @Override
    public String toString() {
        return "env:" + name;
    }
}
