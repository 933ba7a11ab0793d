package org.larder.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.larder.policies.CachePolicy;
import org.larder.policies.CacheScopeContext;
import org.larder.policies.CacheScopeContext.Flow;
import org.larder.policies.InvalidateCache;
import org.larder.policies.InvalidateResult;
import org.larder.policies.LookupCache;
import org.larder.policies.LookupResult;
import org.larder.policies.PolicyCaches;
import org.larder.policies.PolicyFault;
import org.larder.policies.PopulateCache;
import org.larder.policies.PopulateResult;
import org.larder.policies.VariableResolver;
import org.larder.policies.xml.PolicyXml;

/** An API proxy with the three policies, which are read from the documents beside this class. */
final class ForecastProxy {

    private static final CacheScopeContext PLACE =
            new CacheScopeContext("apifactory", "test", "weatherapi", "16", "default", null, Flow.PROXY);

    private final PolicyCaches caches;
    private final Function<String, Object> backend;
    private final LookupCache lookup;
    private final PopulateCache populate;
    private final InvalidateCache invalidate;

    /**
     * Deploys the proxy: what is wrong with its policies is told here.
     *
     * @param backend from a city to its forecast
     */
    ForecastProxy(PolicyCaches caches, Function<String, Object> backend) throws IOException {
        this.caches = caches;
        this.backend = backend;
        lookup = deployed("lookup.xml", LookupCache.class);
        populate = deployed("populate.xml", PopulateCache.class);
        invalidate = deployed("invalidate.xml", InvalidateCache.class);
    }

    private <T extends CachePolicy> T deployed(String document, Class<T> type) throws IOException {
        try (InputStream in = Objects.requireNonNull(ForecastProxy.class.getResourceAsStream(document), document)) {
            CachePolicy policy = PolicyXml.read(document, in);
            caches.verify(policy, PLACE);
            return type.cast(policy);
        }
    }

    /** Answers a request for a forecast: from the cache, or else from the slow function, whose answer is kept. */
    Response get(Map<String, String> parameters) {
        Map<String, Object> flow = new HashMap<>();
        parameters.forEach((name, value) -> flow.put("request.queryparam." + name, value));
        VariableResolver variables = VariableResolver.of(flow);
        try {
            LookupResult found = Objects.requireNonNull(lookup.execute(caches, PLACE, variables));
            if (found.value() != null) {
                return new Response(200, found.value(), "hit   " + found.cacheKey());
            }
            Object forecast = backend.apply(String.valueOf(parameters.get("city")));
            flow.put("forecast", forecast);
            PopulateResult kept = Objects.requireNonNull(populate.execute(caches, PLACE, variables));
            return new Response(200, forecast, "miss  %s, kept until %s".formatted(kept.cacheKey(), kept.expiresAt()));
        } catch (PolicyFault fault) {
            return new Response(fault.status(), fault.toJson(), "fault " + flow.get("fault.name"));
        }
    }

    /** Answers a request to forget everything. */
    Response delete() {
        InvalidateResult gone =
                Objects.requireNonNull(invalidate.execute(caches, PLACE, VariableResolver.of(new HashMap<>())));
        return new Response(204, "", "purge %s, %d entries gone".formatted(gone.cacheKey(), gone.removed()));
    }
}
