package org.larder.policies.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.larder.policies.CacheContext;
import org.larder.policies.CacheKey;
import org.larder.policies.CachePolicy;
import org.larder.policies.CacheScopeContext;
import org.larder.policies.CacheScopeContext.Flow;
import org.larder.policies.FlowText;
import org.larder.policies.InvalidateCache;
import org.larder.policies.LookupCache;
import org.larder.policies.PolicyCaches;
import org.larder.policies.PolicyConfigurationException;
import org.larder.policies.PolicyResult;
import org.larder.policies.PopulateCache;
import org.larder.policies.PopulateResult;
import org.larder.policies.Scope;
import org.larder.policies.VariableResolver;
import org.larder.provider.LarderCachingProvider;

/** Policies read from documents; rows S3-18 and S3-19, and what is wrong with documents. */
class PolicyXmlTest {

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    private static final CacheScopeContext CONTEXT =
            new CacheScopeContext("apifactory", "test", "weatherapi", "16", "default", null, Flow.PROXY);

    /** The form in which the policies are documented, with all elements that may be empty. */
    private static final String DOCUMENTED_POPULATE = """
            <PopulateCache async="false" continueOnError="false" enabled="true" name="Populate-Cache-1">
                <DisplayName>Populate Cache 1</DisplayName>
                <Properties/>
                <CacheKey>
                    <Prefix/>
                    <KeyFragment ref=""/>
                </CacheKey>
                <!-- Omit this element if you're using the included shared cache. -->
                <CacheResource/>
                <Scope>Exclusive</Scope>
                <ExpirySettings>
                    <TimeoutInSeconds>300</TimeoutInSeconds>
                </ExpirySettings>
                <Source>flowVar</Source>
            </PopulateCache>
            """;

    private static final String DOCUMENTED_LOOKUP = """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <LookupCache async="false" continueOnError="false" enabled="true" name="Lookup-Cache-1">
                <DisplayName>Lookup Cache 1</DisplayName>
                <Properties/>
                <CacheKey>
                    <Prefix/>
                    <KeyFragment ref=""/>
                </CacheKey>
                <CacheResource/>
                <CacheLookupTimeoutInSeconds/>
                <Scope>Exclusive</Scope>
                <AssignTo>found</AssignTo>
            </LookupCache>
            """;

    private static final String DOCUMENTED_INVALIDATE = """
            <InvalidateCache async="false" continueOnError="false" enabled="true" name="Invalidate-Cache-1">
                <DisplayName>Invalidate Cache 1</DisplayName>
                <Properties/>
                <CacheKey>
                    <Prefix/>
                    <KeyFragment ref=""/>
                </CacheKey>
                <CacheContext>
                    <APIProxyName/>
                    <ProxyName/>
                    <TargetName/>
                </CacheContext>
                <CacheResource/>
                <Scope/>
                <PurgeChildEntries/>
            </InvalidateCache>
            """;

    private static String populate(String children) {
        return "<PopulateCache name=\"P\">\n<CacheKey><Prefix>K</Prefix></CacheKey>\n<Source>v</Source>\n" + children
                + "\n</PopulateCache>";
    }

    private static String lookup(String children) {
        return "<LookupCache name=\"L\">\n<CacheKey/>\n<AssignTo>v</AssignTo>\n" + children + "\n</LookupCache>";
    }

    @Test
    void documentedFormRunsAsItIs() {
        Map<String, Object> flow = new HashMap<>(Map.of("flowVar", "value"));
        VariableResolver variables = VariableResolver.of(flow);
        try (CachingProvider provider = new LarderCachingProvider(() -> NOW);
                PolicyCaches caches = PolicyCaches.builder(provider.getCacheManager(URI.create("xml:run"), null))
                        .keySource(() -> () -> List.of(new byte[32]))
                        .clock(() -> NOW)
                        .build()) {
            PolicyResult populated = PolicyXml.parse(DOCUMENTED_POPULATE).execute(caches, CONTEXT, variables);
            assertThat(populated)
                    .isEqualTo(new PopulateResult(
                            "__shared",
                            "apifactory__test__weatherapi__16__default",
                            PopulateResult.Outcome.STORED,
                            NOW.plusSeconds(300)));
            PolicyXml.parse(DOCUMENTED_LOOKUP).execute(caches, CONTEXT, variables);
            assertThat(flow).containsEntry("found", "value").containsEntry("lookupcache.Lookup-Cache-1.cachehit", true);
            PolicyXml.parse(DOCUMENTED_INVALIDATE).execute(caches, CONTEXT, variables);
            PolicyXml.parse(DOCUMENTED_LOOKUP).execute(caches, CONTEXT, variables);
            assertThat(flow).containsEntry("lookupcache.Lookup-Cache-1.cachehit", false);
        }
    }

    @Test
    void everythingThatCanBeSaidIsRead() {
        CachePolicy policy = PolicyXml.parse("""
                <InvalidateCache continueOnError="true" enabled="false" name="Forget it">
                    <DisplayName> Forget  the token </DisplayName>
                    <Properties><Property name="p">x</Property><Property name="q">y</Property></Properties>
                    <CacheKey>
                        <Prefix> User&amp;Token </Prefix>
                        <KeyFragment>a<![CDATA[<b>]]></KeyFragment>
                        <KeyFragment ref="request.queryparam.client_id" type="string"/>
                    </CacheKey>
                    <CacheContext>
                        <APIProxyName ref="proxy">weatherapi</APIProxyName>
                        <ProxyName>default</ProxyName>
                        <TargetName ref="target"/>
                    </CacheContext>
                    <CacheResource>tokens</CacheResource>
                    <Scope>Application</Scope>
                    <PurgeChildEntries>true</PurgeChildEntries>
                </InvalidateCache>
                """);
        assertThat(policy).asInstanceOf(type(InvalidateCache.class)).satisfies(invalidate -> {
            assertThat(invalidate.name()).isEqualTo("Forget it");
            assertThat(invalidate.displayName()).isEqualTo("Forget  the token");
            assertThat(invalidate.enabled()).isFalse();
            assertThat(invalidate.continueOnError()).isTrue();
            assertThat(invalidate.cacheKey())
                    .isEqualTo(CacheKey.builder()
                            .prefix("User&Token")
                            .fragment("a<b>")
                            .fragmentRef("request.queryparam.client_id")
                            .build());
            assertThat(invalidate.cacheContext())
                    .isEqualTo(new CacheContext(
                            new FlowText("weatherapi", "proxy"),
                            FlowText.literal("default"),
                            FlowText.reference("target")));
            assertThat(invalidate.cacheResource()).isEqualTo("tokens");
            assertThat(invalidate.scope()).isEqualTo(Scope.APPLICATION);
            assertThat(invalidate.purgeChildEntries()).isTrue();
            assertThat(invalidate).hasToString("InvalidateCache 'Forget it'");
        });
        assertThat(PolicyXml.parse(lookup("<CacheLookupTimeoutInSeconds>7</CacheLookupTimeoutInSeconds>")))
                .asInstanceOf(type(LookupCache.class))
                .satisfies(lookup -> {
                    assertThat(lookup.timeout()).hasSeconds(7);
                    assertThat(lookup.assignTo()).isEqualTo("v");
                    assertThat(lookup.scope()).isEqualTo(Scope.EXCLUSIVE);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<ExpiryDate/><TimeOfDay/><TimeoutInSec ref=\"\">3600</TimeoutInSec> | | 3600",
                "<TimeoutInSec>600</TimeoutInSec> | | 600",
                "<TimeoutInSeconds ref=\"ttl\">300</TimeoutInSeconds> | | 300",
                "<TimeoutInSeconds ref=\"ttl\">300</TimeoutInSeconds> | 60 | 60",
                "<TimeoutInSeconds ref=\"ttl\"/> | 60 | 60",
                "<TimeoutInSeconds>20</TimeoutInSeconds><ExpiryDate>12-20-2026</ExpiryDate><TimeOfDay>14:30:00</TimeOfDay> | | 20",
                "<TimeOfDay>14:30:00</TimeOfDay><ExpiryDate>12-20-2026</ExpiryDate> | | 1641600",
                "<TimeOfDay ref=\"ttl\">14:30:00</TimeOfDay> | 01:00:00 | 3600",
                "<ExpiryDate ref=\"ttl\"/> | 12-02-2026 | 86400",
            })
    @Tag("S3-14")
    @Tag("S3-18")
    @Tag("S3-19")
    void referencesDeprecatedAndEmptyElementsCountAsDocumented(String children, String variable, long seconds) {
        PopulateCache policy =
                (PopulateCache) PolicyXml.parse(populate("<ExpirySettings>" + children + "</ExpirySettings>"));
        Instant end = policy.expirySettings().expiresAt(NOW, name -> name.equals("ttl") ? variable : null);
        assertThat(Duration.between(NOW, end)).hasSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<ExpirySettings><TimeoutInSeconds>abc</TimeoutInSeconds></ExpirySettings> | policy:4:35, <TimeoutInSeconds>: 'abc' is no time to live; write a whole number of seconds",
                "<ExpirySettings><TimeoutInSeconds>-1</TimeoutInSeconds></ExpirySettings>  | policy:4:35, <TimeoutInSeconds>: '-1' is no time to live",
                "<ExpirySettings><ExpiryDate>2021-22-99</ExpiryDate></ExpirySettings>      | policy:4:29, <ExpiryDate>: '2021-22-99'",
                "<ExpirySettings><TimeOfDay>24:00:00</TimeOfDay></ExpirySettings>          | policy:4:28, <TimeOfDay>: '24:00:00'",
                "<ExpirySettings><TimeOfDay>1:00:00</TimeOfDay><TimeOfDay/></ExpirySettings> | policy:4:59, <TimeOfDay>: stands twice within <ExpirySettings>; leave one",
                "<ExpirySettings/>                                                         | policy:4:18, <ExpirySettings>: says nothing; write one of TimeoutInSeconds, ExpiryDate and TimeOfDay into it",
                "<ExpirySettings><TimeoutInSec ref=\"v\">1</TimeoutInSec></ExpirySettings> | <ExpirySettings>: TimeoutInSec is deprecated and takes no ref, such as \"v\"; write TimeoutInSeconds",
                "<ExpirySettings>5<TimeoutInSeconds>1</TimeoutInSeconds></ExpirySettings>  | <ExpirySettings>: there is the text '5' beside elements; it takes elements only",
                "<ExpirySettings><TimeoutInMinutes>1</TimeoutInMinutes></ExpirySettings>   | <TimeoutInMinutes>: not known within <ExpirySettings>; legal elements are ExpiryDate, TimeOfDay, TimeoutInSec, TimeoutInSeconds",
                "<Scope>Environment</Scope>                                                | policy:4:8, <Scope>: 'Environment' is no scope; write one of Global, Application, Proxy, Target, Exclusive",
                "<Scope ref=\"x\">Global</Scope>                                           | <Scope>: there is no attribute 'ref'; there are no attributes here",
                "<CacheResource>a/b</CacheResource>                                        | <CacheResource>: 'a/b' is no name of a cache",
                "<CacheResource>__shared</CacheResource>                                   | <CacheResource>: CacheResource is '__shared', which is the name of the shared cache",
                "<AssignTo>x</AssignTo>                                                    | <AssignTo>: not known within <PopulateCache>",
                "<Source>x</Source>                                                        | <Source>: stands twice within <PopulateCache>; leave one",
                "<DisplayName><b/></DisplayName>                                           | <b>: not known within <DisplayName>; there are no elements here",
                "<Properties><Other/></Properties>                                         | <Other>: not known within <Properties>; legal elements are Property",
                "<DisplayName>no expiry</DisplayName>                                      | policy:1:25, <PopulateCache>: policy 'P' has no ExpirySettings, which is required",
            })
    void whatIsWrongIsToldWithItsPlaceAndWhatIsExpected(String children, String message) {
        assertThatThrownBy(() -> PolicyXml.parse(populate(children)))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<LookupCache name=\"L\" enabled=\"yes\"/>    | attribute enabled 'yes' is neither 'true' nor 'false'",
                "<LookupCache name=\"L\" async=\"\"/>         | attribute async '' is neither 'true' nor 'false'",
                "<LookupCache name=\"L\" color=\"red\"/>      | there is no attribute 'color'; legal attributes are async, continueOnError, enabled, name",
                "<LookupCache/>                               | policy:1:15, <LookupCache>: has no attribute 'name', which is required; give it one",
                "<LookupCache name=\"\"/>                     | <LookupCache>: '' is no name of a policy",
                "<LookupCache name=\"a/b\"/>                  | <LookupCache>: 'a/b' is no name of a policy",
                "<LookupCache name=\"L\"/>                    | <LookupCache>: policy 'L' has no CacheKey, which is required",
                "<LookupCache name=\"L\"><CacheKey/></LookupCache> | policy 'L' has no AssignTo, which is required",
                "<ResponseCache name=\"R\"/>                  | policy:1:26, <ResponseCache>: is no policy; write PopulateCache, LookupCache or InvalidateCache",
                "<x:LookupCache name=\"L\" xmlns:x=\"urn:x\"/> | <{urn:x}LookupCache>: is no policy",
                "<LookupCache name=\"L\"><CacheKey><KeyFragment ref=\"a\">b</KeyFragment></CacheKey></LookupCache> | <KeyFragment>: KeyFragment has both the text 'b' and ref=\"a\"; give one of them",
                "<LookupCache name=\"L\"><CacheKey><Prefix>a</Prefix><Prefix>b</Prefix></CacheKey></LookupCache> | <Prefix>: stands twice within <CacheKey>",
                "<InvalidateCache name=\"I\"><CacheKey/><PurgeChildEntries>yes</PurgeChildEntries></InvalidateCache> | <PurgeChildEntries>: text 'yes' is neither 'true' nor 'false'",
                "<InvalidateCache name=\"I\"><CacheKey/><CacheContext><Name/></CacheContext></InvalidateCache> | <Name>: not known within <CacheContext>; legal elements are APIProxyName, ProxyName, TargetName",
                "<LookupCache name=\"L\">                     | no well-formed XML",
                "<LookupCache name=\"L\" name=\"M\"/>         | no well-formed XML",
                "text                                         | policy:1:1: no well-formed XML",
                "''                                           | no well-formed XML",
            })
    void wrongDocumentsAreRefused(String document, String message) {
        assertThatThrownBy(() -> PolicyXml.parse(document))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0"})
    @Tag("S3-22")
    void timeoutsThatAreNotPositiveAreTheDocumentedError(String seconds) {
        assertThatThrownBy(() -> PolicyXml.parse(
                        lookup("<CacheLookupTimeoutInSeconds>" + seconds + "</CacheLookupTimeoutInSeconds>")))
                .isInstanceOfSatisfying(
                        PolicyConfigurationException.class,
                        e -> assertThat(e.errorName()).isEqualTo("InvalidTimeout"))
                .hasMessage("policy:4:30, <CacheLookupTimeoutInSeconds>: CacheLookupTimeoutInSeconds " + seconds
                        + " value should be greater than zero.");
    }

    @ParameterizedTest
    @CsvSource({"abc", "1.5", "+12", "\u0661\u0662", "99999999999"})
    void timeoutsThatAreNoNumbersAreRefused(String seconds) {
        assertThatThrownBy(() -> PolicyXml.parse(
                        lookup("<CacheLookupTimeoutInSeconds>" + seconds + "</CacheLookupTimeoutInSeconds>")))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("'" + seconds + "' is no number of seconds; write a whole number from 1 on");
    }

    @Test
    void filesAndStreamsAreReadInTheirEncoding(@TempDir Path directory) throws IOException {
        String document = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
                + lookup("<DisplayName>Gr\u00fc\u00dfe</DisplayName>");
        byte[] bytes = document.getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("lookup.xml"), bytes);
        assertThat(PolicyXml.read(file).displayName()).isEqualTo("Gr\u00fc\u00dfe");
        assertThat(PolicyXml.read("a stream", new ByteArrayInputStream(bytes)).displayName())
                .isEqualTo("Gr\u00fc\u00dfe");
        Files.writeString(file, "<Lookup/>");
        assertThatThrownBy(() -> PolicyXml.read(file)).hasMessageStartingWith("lookup.xml:1:10, <Lookup>");
        assertThatThrownBy(() -> PolicyXml.read(directory.resolve("none.xml"))).isInstanceOf(NoSuchFileException.class);
    }
}
