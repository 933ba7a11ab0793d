package org.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDomainTest {

    @ParameterizedTest
    @CsvSource({
        "shop, larder:local:shop",
        "Shop.v_1-2, larder:local:Shop.v_1-2",
        "../x, larder:local:..%2Fx",
        "a b+c, larder:local:a%20b%2Bc",
        "a:b#c?d%, larder:local:a%3Ab%23c%3Fd%25",
        "é𝄞, larder:local:%C3%A9%F0%9D%84%9E"
    })
    void anyCharactersMakeAUriThatGivesThemBack(String id, String uri) {
        assertThat(CacheDomain.LOCAL.uri(id)).isEqualTo(URI.create(uri));
        assertThat(CacheDomain.LOCAL.uri(id).getSchemeSpecificPart()).isEqualTo("local:" + id);
    }

    @Test
    void organizationAndSystemHaveUrisOfTheirOwn() {
        assertThat(CacheDomain.ORGANIZATION.uri("acme")).hasToString("larder:organization:acme");
        assertThat(CacheDomain.SYSTEM.uri()).hasToString("larder:system");
    }

    @ParameterizedTest
    @EnumSource
    void domainIsFoundByTheNameThatItHasInUris(CacheDomain domain) {
        assertThat(CacheDomain.named(domain.toString())).isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "Local", "", " local"})
    void unknownNameIsAnErrorThatListsTheLegalOnes(String name) {
        assertThatThrownBy(() -> CacheDomain.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no domain '%s'; the domains are local, organization, system", name);
    }

    @ParameterizedTest
    @CsvSource({"'', is empty", "'\uD800', has half of a surrogate pair"})
    void idThatNamesNobodyIsRefused(String id, String what) {
        assertThatThrownBy(() -> CacheDomain.ORGANIZATION.uri(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    @Test
    void systemHasNoIdAndTheOthersNeedOne() {
        assertThatThrownBy(() -> CacheDomain.SYSTEM.uri("acme"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("one for all");
        assertThatThrownBy(CacheDomain.LOCAL::uri)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the local domain is one for each application; use uri(id)");
        assertThatThrownBy(CacheDomain.ORGANIZATION::uri).hasMessageContaining("one for each organization");
    }
}
