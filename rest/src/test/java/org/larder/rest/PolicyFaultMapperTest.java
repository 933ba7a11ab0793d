package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.codec.KeySource;
import org.larder.expiry.ExpirySettings;
import org.larder.policies.CacheKey;
import org.larder.policies.CacheScopeContext;
import org.larder.policies.CacheScopeContext.Flow;
import org.larder.policies.PolicyCaches;
import org.larder.policies.PopulateCache;
import org.larder.policies.VariableResolver;
import org.larder.provider.LarderCachingProvider;

class PolicyFaultMapperTest {

    private static final CacheScopeContext PLACE =
            new CacheScopeContext("apifactory", "test", "weatherapi", "16", "default", null, Flow.PROXY);

    @ParameterizedTest
    @EnumSource(Stack.class)
    @Tag("S3-26")
    void aValueThatCannotBeCachedIsAFaultInJson(Stack stack) {
        try (RestRig rig = new RestRig(stack, builder -> builder, Populating.class, new PolicyFaultMapper())) {
            HttpResponse<String> answer = rig.get("policies");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/json");
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"fault\":{\"faultstring\":\"[java.lang.Object] can not be cached. Only serializable entries are cached.\",\"detail\":{\"errorcode\":\"steps.populatecache.EntryCannotBeCached\"}}}");
        }
    }

    /** A gateway that caches what cannot be cached. */
    @Path("v1/cachepolicies")
    public static final class Populating {

        @GET
        public String populate() {
            KeySource keys = () -> List.of(new byte[KeySource.KEY_BYTES]);
            try (CachingProvider provider = new LarderCachingProvider();
                    CacheManager manager = provider.getCacheManager(
                            URI.create("rest:policies"), getClass().getClassLoader());
                    PolicyCaches caches =
                            PolicyCaches.builder(manager).keySource(() -> keys).build()) {
                PopulateCache populate = PopulateCache.builder("POP-CACHE-1")
                        .cacheKey(CacheKey.builder().fragment("one").build())
                        .expirySettings(ExpirySettings.builder().timeoutInSeconds("300"))
                        .source("flowVar")
                        .build();
                populate.execute(caches, PLACE, VariableResolver.of(new HashMap<>(Map.of("flowVar", new Object()))));
                return "cached";
            }
        }
    }
}
