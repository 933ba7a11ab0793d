package org.larder.provider.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {

    @Test
    void theFirstKeyIsTheCurrentAndAllAreFoundByTheirIds() {
        MasterKeys keys = Keys.of(1, 2);
        MasterKey second = Keys.of(2).current();
        assertThat(keys.current().id()).isEqualTo(Keys.of(1).current().id());
        assertThat(keys.find(keys.current().id())).isSameAs(keys.current());
        assertThat(keys.find(second.id())).hasToString(second.toString());
        assertThat(keys.find(Keys.of(3).current().id())).isNull();
    }

    @Test
    void idsComeFromTheKeyAndNeverChange() {
        byte[] id = Hkdf.derive(Keys.bytes(1), new byte[0], "larder key id", 4);
        assertThat(Keys.of(1, 2).toString()).startsWith(HexFormat.of().formatHex(id) + ", ");
    }

    @Test
    void nothingShowsAKey() {
        byte[] key = Keys.bytes(0xAB);
        assertThat(MasterKeys.of(() -> List.of(key.clone())).toString()).doesNotContain("abab");
        assertThat(MasterKeys.of(() -> List.of(key.clone())).current().toString())
                .hasSize(8)
                .doesNotContain("abab");
    }

    @Test
    void whatTheSourceHandedOutIsWiped() {
        byte[] first = Keys.bytes(1);
        byte[] second = Keys.bytes(2);
        MasterKeys keys = MasterKeys.of(() -> List.of(first, second));
        assertThat(first).containsOnly(0);
        assertThat(second).containsOnly(0);
        assertThat(keys.toString()).isEqualTo(Keys.of(1, 2).toString());
    }

    @Test
    void whatWasHandedOutIsWipedAlsoIfPartOfItIsWrong() {
        byte[] first = Keys.bytes(1);
        byte[] last = Keys.bytes(3);
        assertThatIllegalStateException().isThrownBy(() -> MasterKeys.of(() -> List.of(first, new byte[5], last)));
        assertThat(first).containsOnly(0);
        assertThat(last).containsOnly(0);
    }

    @Test
    void closingWipesTheKeys() {
        MasterKeys keys = Keys.of(1);
        byte[] before = keys.current().derive(new byte[0], "purpose", 32);
        keys.close();
        assertThat(keys.current().derive(new byte[0], "purpose", 32))
                .isNotEqualTo(before)
                .isEqualTo(Hkdf.derive(new byte[32], new byte[0], "purpose", 32));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33, 64})
    void keyOfAnotherLengthIsRefused(int byteCount) {
        assertThatIllegalStateException()
                .isThrownBy(() -> MasterKeys.of(() -> List.of(Keys.bytes(1), new byte[byteCount])))
                .withMessage("key 2 of the source of keys has %d bytes; a key has 32 bytes".formatted(byteCount));
    }

    @Test
    void sourceWithoutKeysIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MasterKeys.of(List::of))
                .withMessage(
                        "the source of keys gave no key; it must give the current key and then those that may still be read");
        assertThatIllegalStateException()
                .isThrownBy(() -> MasterKeys.of(() -> null))
                .withMessageStartingWith("the source of keys gave null;");
        assertThatIllegalStateException()
                .isThrownBy(() -> MasterKeys.of(() -> Collections.singletonList(null)))
                .withMessage("key 1 of the source of keys is null; a key has 32 bytes");
    }

    @Test
    void whatASourceThrowsArrives() {
        assertThatThrownBy(() -> MasterKeys.of(() -> {
                    throw new UnsupportedOperationException("the vault is sealed");
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the vault is sealed");
        assertThatThrownBy(() -> MasterKeys.of(() -> Collections.unmodifiableList(Arrays.asList(new byte[1], null))))
                .isInstanceOf(IllegalStateException.class);
    }
}
