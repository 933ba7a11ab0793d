package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;
import org.larder.codec.Codec;

/** Codecs that a cache was given for types, from creation to close. */
class CodecsByTypeTest {

    private final Rig rig = new Rig();
    /** How often a codec is asked is not the subject. */
    private final Set<String> journal = new LinkedHashSet<>();

    @AfterEach
    void close() {
        rig.close();
    }

    /** Writes down what it is used for. */
    private final class Noted implements Codec<String>, Closeable {
        private final String name;

        Noted(String name) {
            this.name = name;
        }

        @Override
        public byte[] encode(String value) {
            journal.add(name + " encodes " + value);
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            journal.add(name + " decodes");
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            journal.add(name + " closed");
        }
    }

    private LarderConfiguration<String, String> configuration() {
        return new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .addCodec(String.class, () -> new Noted("type"));
    }

    @Test
    void theCodecOfATypeEncodesKeysAndValuesAndIsClosedWithTheCache() {
        Cache<String, String> cache = rig.create("names", configuration());
        cache.put("k", "v");
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(journal).containsExactlyInAnyOrder("type encodes k", "type encodes v", "type decodes");
        journal.clear();
        cache.close();
        assertThat(journal).containsExactly("type closed");
    }

    @Test
    void theCodecOfTheKeysGoesBeforeTheCodecOfTheType() {
        Cache<String, String> cache = rig.create("names", configuration().setKeyCodecFactory(() -> new Noted("keys")));
        cache.put("k", "v");
        assertThat(journal).containsExactlyInAnyOrder("keys encodes k", "type encodes v");
        cache.close();
        assertThat(journal).contains("type closed", "keys closed");
    }
}
