package org.larder.policies.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.policies.PolicyConfigurationException;

/** Documents that want more than to be read. */
class HostileXmlTest {

    private static final String SECRET = "TOPSECRET-123";

    private static String lookup(String documentType, String displayName) {
        return documentType + "<LookupCache name=\"L\"><DisplayName>" + displayName
                + "</DisplayName><CacheKey/><AssignTo>v</AssignTo></LookupCache>";
    }

    private static void assertRefused(String document) {
        assertThatThrownBy(() -> PolicyXml.parse(document))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("document types and entities are refused")
                .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET));
    }

    @Test
    void documentTypesAreRefused() {
        assertRefused(lookup("<!DOCTYPE LookupCache>", "x"));
        assertRefused(lookup("<!DOCTYPE LookupCache [<!ENTITY e 'x'>]>", "&e;"));
    }

    @Test
    void filesAreNotRead(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), SECRET);
        assertRefused(lookup("<!DOCTYPE LookupCache [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>", "&e;"));
        assertRefused(lookup("<!DOCTYPE LookupCache SYSTEM '" + secret.toUri() + "'>", "x"));
        assertRefused(lookup("<!DOCTYPE LookupCache [<!ENTITY % e SYSTEM '" + secret.toUri() + "'> %e;]>", "x"));
    }

    @Test
    void nothingIsAskedForOverTheNetwork() throws IOException {
        try (ServerSocket server = new ServerSocket(0)) {
            String url = "http://localhost:" + server.getLocalPort() + "/x";
            assertRefused(lookup("<!DOCTYPE LookupCache SYSTEM '" + url + "'>", "x"));
            assertRefused(lookup("<!DOCTYPE LookupCache [<!ENTITY % e SYSTEM '" + url + "'> %e;]>", "x"));
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
        }
    }

    @Test
    void entitiesDoNotExpand() {
        StringBuilder entities = new StringBuilder("<!DOCTYPE LookupCache [<!ENTITY e0 'lol'>");
        for (int i = 1; i < 30; i++) {
            entities.append(
                    "<!ENTITY e%d '%s'>".formatted(i, "&e%d;".formatted(i - 1).repeat(10)));
        }
        assertRefused(lookup(entities.append("]>").toString(), "&e29;"));
    }

    @Test
    void undeclaredEntitiesAreRefused() {
        assertThatThrownBy(() -> PolicyXml.parse(lookup("", "&nbsp;")))
                .isInstanceOf(PolicyConfigurationException.class);
    }

    @Test
    void longDocumentsAreRefusedBeforeTheyAreReadToTheEnd() {
        String fits = lookup("", "x");
        String longest = fits + " ".repeat(PolicyXml.MAX_BYTES - fits.length());
        assertThat(PolicyXml.parse(longest).name()).isEqualTo("L");
        assertThatThrownBy(() -> PolicyXml.parse(longest + " "))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("more than 65,536 bytes");
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };
        assertThatThrownBy(() -> PolicyXml.read("endless", endless))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageStartingWith("endless has more than 65,536 bytes");
    }

    @Test
    void deepDocumentsAreRefused() {
        assertThatThrownBy(() -> PolicyXml.parse("<a>".repeat(10_000) + "</a>".repeat(5_000)))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("elements are nested more than 8 deep");
    }

    @Test
    void textsAreReadAsTheyAreWhateverEncodingTheyDeclare() {
        for (String encoding : new String[] {"UTF-8", "ISO-8859-1", "UTF-16", "!"}) {
            String text = lookup("<?xml version='1.0' encoding='" + encoding + "'?>", "M\u00fcller \ud83d\ude00");
            assertThat(PolicyXml.parse(text).displayName()).isEqualTo("M\u00fcller \ud83d\ude00");
            assertThat(PolicyXml.parse("\ufeff" + text).displayName()).isEqualTo("M\u00fcller \ud83d\ude00");
        }
        assertThatThrownBy(() -> PolicyXml.parse(lookup("", "lone \ud800 surrogate")))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("no well-formed XML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "foo", "UTF-16"})
    void bytesInNoEncodingOrAnotherThanTheyDeclareAreRefused(String encoding) {
        byte[] bytes =
                lookup("<?xml version='1.0' encoding='" + encoding + "'?>", "x").getBytes(UTF_8);
        assertThatThrownBy(() -> PolicyXml.read("strange.xml", new ByteArrayInputStream(bytes)))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageStartingWith("strange.xml");
    }
}
