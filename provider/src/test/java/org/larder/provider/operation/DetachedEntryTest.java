package org.larder.provider.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import javax.cache.Cache;
import org.junit.jupiter.api.Test;

class DetachedEntryTest {

    private final DetachedEntry<String, Integer> entry = new DetachedEntry<>("Lisbon", 7);

    @Test
    void entryShowsItsKeyAndValue() {
        assertThat(entry.getKey()).isEqualTo("Lisbon");
        assertThat(entry.getValue()).isEqualTo(7);
        assertThat(entry).hasToString("Lisbon=7");
    }

    @Test
    void entryUnwrapsToWhatItIs() {
        assertThat(entry.unwrap(Cache.Entry.class)).isSameAs(entry);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry.unwrap(Integer.class))
                .withMessageContaining("java.lang.Integer")
                .withMessageContaining(DetachedEntry.class.getName());
    }

    @Test
    void entryIsEqualOnlyToItself() {
        assertThat(entry).isNotEqualTo(new DetachedEntry<>("Lisbon", 7));
    }
}
