package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.larder.policies.PolicyRig.CONTEXT;
import static org.larder.policies.PolicyRig.invalidate;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.lookup;
import static org.larder.policies.PolicyRig.populate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.expiry.ExpirySettings;
import org.larder.policies.PopulateResult.Outcome;

/** What is written and what is refused; rows S3-20 and S3-26 to S3-28. */
class PopulateCacheTest {

    private static final CacheKey KEY = key("P", "a");

    private final PolicyRig rig = new PolicyRig();

    @AfterEach
    void close() {
        rig.close();
    }

    /** A value of a class that is not admitted. */
    record Order(int number) implements Serializable {}

    /** A value that says it is serializable, and is not. */
    @SuppressWarnings("serial") // what this is about
    record Holder(Object content) implements Serializable {}

    /** A value whose own code fails. */
    static final class Failing implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() {
            throw new IllegalStateException("no");
        }
    }

    static List<Object> values() {
        return List.of(
                "text",
                "",
                "sn\u00f6 \u2603 \ud83d\ude00",
                "lone \ud800 surrogate",
                42,
                4.5,
                true,
                new BigDecimal("1.50"),
                Instant.parse("2026-12-01T00:00:00Z"),
                ZonedDateTime.parse("2026-12-01T00:00:00+01:00[Europe/Paris]"),
                new ArrayList<>(List.of("a", Map.of("b", List.of(1L, 2L)))),
                Map.of("nested", Map.of("list", List.of(1, 2, 3))));
    }

    @ParameterizedTest
    @MethodSource("values")
    @Tag("S3-20")
    void sourceIsReadAndAssignToIsWritten(Object value) {
        PopulateResult result = rig.put(populate(KEY).build(), value);
        assertThat(result)
                .isEqualTo(new PopulateResult(
                        "__shared", "P__a", Outcome.STORED, rig.now.get().plusSeconds(300)));
        rig.flow.clear();
        assertThat(rig.get(lookup(KEY).build())).isEqualTo(value);
        assertThat(rig.flow).containsEntry("found", value);
    }

    @Test
    @Tag("S3-20")
    void bytesComeBackAsBytes() {
        byte[] bytes = {0, 1, 2, -1};
        rig.put(populate(KEY).build(), bytes);
        bytes[0] = 9;
        assertThat(rig.get(lookup(KEY).build())).isEqualTo(new byte[] {0, 1, 2, -1});
    }

    @Test
    @Tag("S3-26")
    void valueThatIsNotSerializableIsTheDocumentedFault() throws Exception {
        rig.put("old", "P", "a");
        PolicyFault fault = catchThrowableOfType(
                PolicyFault.class, () -> rig.put(populate(KEY).build(), new Object()));
        JsonNode documented = new ObjectMapper().readTree("""
                        {
                          "fault": {
                            "faultstring": "[java.lang.Object] can not be cached. Only serializable entries are cached.",
                            "detail": {
                              "errorcode": "steps.populatecache.EntryCannotBeCached"
                            }
                          }
                        }
                        """);
        assertThat(new ObjectMapper().readTree(fault.toJson())).isEqualTo(documented);
        assertThat(fault.status()).isEqualTo(500);
        assertThat(fault.faultName()).isEqualTo("EntryCannotBeCached");
        assertThat(rig.flow)
                .containsEntry("populatecache.POP-CACHE-1.failed", true)
                .containsEntry("fault.name", "EntryCannotBeCached");
        assertThat(rig.get("P", "a")).isEqualTo("old");
    }

    @Test
    @Tag("S3-26")
    void whatCannotBeSerializedOrIsUnsetIsTheSameFault() {
        PopulateCache policy = populate(KEY).build();
        rig.put("old", "P", "a");
        assertThatThrownBy(() -> rig.put(policy, new Holder(new Object())))
                .hasMessageContaining("[" + Holder.class.getName() + "] can not be cached. Only serializable");
        assertThatThrownBy(() -> rig.put(policy, new Failing()))
                .hasMessageContaining("[" + Failing.class.getName() + "] can not be cached. Only serializable");
        rig.flow.remove("flowVar");
        assertThatThrownBy(() -> policy.execute(rig.caches, CONTEXT, rig.variables))
                .isInstanceOf(PolicyFault.class)
                .hasMessage(
                        "policy 'POP-CACHE-1': [null] can not be cached. Only serializable entries are cached. (variable 'flowVar' is unset)");
        assertThat(rig.get("P", "a")).isEqualTo("old");
    }

    @Test
    void whatWouldBeRefusedWhenReadIsRefusedWhenWritten() {
        assertThatThrownBy(() -> rig.put(populate(KEY).build(), new ArrayList<>(List.of(new Order(7)))))
                .isInstanceOfSatisfying(
                        PolicyFault.class,
                        fault -> assertThat(fault.faultString())
                                .isEqualTo("[java.util.ArrayList] can not be cached. Its class is not admitted."))
                .hasMessageContaining("admitted with PolicyCaches.Builder.valueFilter");
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter("org.larder.policies.**;java.base/*;!*");
        try (PolicyRig admitting = new PolicyRig(caches -> caches.valueFilter(filter))) {
            admitting.put(new Order(7), "P");
            assertThat(admitting.get("P")).isEqualTo(new Order(7));
        }
    }

    @Test
    void valueThatIsNestedTooDeepIsRefused() {
        rig.put("old", "P", "a");
        assertThatThrownBy(() -> rig.put(populate(KEY).build(), nested(200)))
                .isInstanceOf(PolicyFault.class)
                .hasMessageContaining("levels of nesting");
        assertThatThrownBy(() -> rig.put(populate(KEY).build(), nested(100_000)))
                .isInstanceOf(PolicyFault.class)
                .hasMessageContaining("nested deeper than the stack");
        assertThat(rig.get("P", "a")).isEqualTo("old");
    }

    private static Object nested(int levels) {
        List<Object> value = new ArrayList<>();
        for (int i = 0; i < levels; i++) {
            List<Object> outer = new ArrayList<>();
            outer.add(value);
            value = outer;
        }
        return value;
    }

    @Test
    void faultsAreValidJsonWhateverIsInThem() throws Exception {
        String name = "quote\" slash\\ line\n \u00e4 \ud83d\ude00";
        CacheKey unset = CacheKey.builder().fragmentRef(name).build();
        PolicyFault fault = catchThrowableOfType(
                PolicyFault.class, () -> rig.put(populate(unset).build(), "x"));
        assertThat(new ObjectMapper()
                        .readTree(fault.toJson())
                        .at("/fault/faultstring")
                        .asText())
                .isEqualTo("The variable " + name + " of the cache key is unresolved");
    }

    @Test
    @Tag("S3-27")
    void policyThatContinuesOnlySetsVariables() {
        PopulateCache policy = populate(KEY).continueOnError(true).build();
        assertThat(rig.put(policy, new Object())).isNull();
        assertThat(rig.flow)
                .containsEntry("populatecache.POP-CACHE-1.failed", true)
                .containsEntry("fault.name", "EntryCannotBeCached");
    }

    @Test
    @Tag("S3-27")
    void policyThatIsNotEnabledDoesNothing() {
        assertThat(rig.put(populate(KEY).enabled(false).build(), "value")).isNull();
        assertThat(rig.get("P", "a")).isNull();
        rig.put("value", "P", "a");
        rig.flow.clear();
        assertThat(lookup(KEY).enabled(false).build().execute(rig.caches, CONTEXT, rig.variables))
                .isNull();
        assertThat(invalidate(KEY).enabled(false).build().execute(rig.caches, CONTEXT, rig.variables))
                .isNull();
        assertThat(rig.flow).isEmpty();
        assertThat(rig.get("P", "a")).isEqualTo("value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a,b", "\u00e4", "a\"b"})
    @Tag("S3-27")
    void namesOfPoliciesAreChecked(String name) {
        assertThatThrownBy(() -> PopulateCache.builder(name))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("'" + name + "' is no name of a policy; it consists of 1 to 255 letters");
    }

    @Test
    @Tag("S3-27")
    void namesOfPoliciesHave255CharactersAtMost() {
        assertThat(LookupCache.builder("n".repeat(255))).isNotNull();
        assertThatThrownBy(() -> LookupCache.builder("n".repeat(256)))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("256 characters");
    }

    @Test
    @Tag("S3-27")
    void displayNameIsTheNameUnlessThereIsOne() {
        assertThat(populate(KEY).build().displayName()).isEqualTo("POP-CACHE-1");
        assertThat(populate(KEY).displayName("Keep the token").build().displayName())
                .isEqualTo("Keep the token");
    }

    @Test
    @Tag("S3-27")
    void asyncIsIgnoredWithAWarning() {
        try (LogCapture log = new LogCapture(CachePolicy.class)) {
            rig.put(populate(KEY).async(true).build(), "value");
            populate(KEY).async(false).build();
            assertThat(log.messages())
                    .containsExactly("policy 'POP-CACHE-1': async is deprecated and has no effect; leave it out");
        }
        assertThat(rig.get("P", "a")).isEqualTo("value");
    }

    @Test
    @Tag("S3-28")
    void valuesHave256KilobytesAtMost() {
        rig.put("x".repeat(262_144), "P", "a");
        assertThat("x".repeat(262_144).equals(rig.get("P", "a"))).isTrue();
        rig.put(new byte[262_144], "P", "b");
        assertThat(rig.get("P", "b")).isEqualTo(new byte[262_144]);
        rig.put("\u00e4".repeat(131_072), "P", "c");
        assertThat("\u00e4".repeat(131_072).equals(rig.get("P", "c"))).isTrue();
    }

    static List<Object> tooLarge() {
        return List.of(
                "x".repeat(262_145),
                "\u00e4".repeat(131_072) + "x",
                new byte[262_145],
                List.of("x".repeat(150_000), "y".repeat(150_000)));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    @Tag("S3-28")
    void largerValuesAreNotStoredAndTheOldOneGoes(Object value) {
        rig.put("small", "P", "a");
        try (LogCapture log = new LogCapture(PolicyCaches.class)) {
            assertThat(rig.put(value, "P", "a").outcome()).isEqualTo(Outcome.TOO_LARGE);
            assertThat(rig.get("P", "a")).isNull();
            rig.put(value, "P", "a");
            assertThat(log.messages()).singleElement().asString().contains("__shared", "262,144 bytes was not stored");
        }
        assertThat(rig.flow).doesNotContainKey("populatecache.POP-CACHE-1.failed");
        assertThat(rig.caches.statistics(PolicyCaches.SHARED).getTooLargeValues())
                .isEqualTo(2);
    }

    @Test
    void sourceIsRequired() {
        assertThatThrownBy(() -> PopulateCache.builder("P")
                        .cacheKey(KEY)
                        .expirySettings(ExpirySettings.builder().timeoutInSeconds("1"))
                        .build())
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessage("policy 'P' has no Source, which is required; give it one");
    }
}
