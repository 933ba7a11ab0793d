package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.larder.expiry.ExpirySettings;
import org.larder.policies.PopulateResult.Outcome;

/**
 * The policy that writes the value of a flow variable into a cache.
 *
 * <pre>{@code
 * var populate = PopulateCache.builder("Populate-Token")
 *         .cacheKey(CacheKey.builder().prefix("UserToken").fragmentRef("request.queryparam.client_id").build())
 *         .expirySettings(ExpirySettings.builder().timeoutInSeconds("300"))
 *         .source("token")
 *         .build();
 * populate.execute(caches, context, variables);
 * }</pre>
 *
 * <p>What is not a string or an array of bytes is serialized, and what could not be read again is refused. A value that is
 * too large is not stored, and no fault: the old value of the key is removed. An unset variable is a fault.
 *
 * <p>Variables, if it fails: {@code populatecache.<name>.failed} is true, and {@code fault.name} names the fault.
 *
 * @since 0.1
 */
public final class PopulateCache extends CachePolicy {

    private final ExpirySettings expirySettings;
    private final String source;

    private PopulateCache(Builder builder) {
        super(builder);
        expirySettings = builder.buildExpirySettings();
        source = builder.require(builder.source, "Source");
    }

    /**
     * Starts a policy.
     *
     * @param name letters, digits, spaces, {@code - _ .}; 255 characters at most
     * @throws PolicyConfigurationException if it is no legal name
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Returns the name of the variable whose value is cached. */
    public String source() {
        return source;
    }

    /** Returns when entries expire. */
    public ExpirySettings expirySettings() {
        return expirySettings;
    }

    @Override
    public @Nullable PopulateResult execute(
            PolicyCaches caches, CacheScopeContext context, VariableResolver variables) {
        Execution execution = new Execution(this, caches, context, variables);
        return execution.run(() -> populate(execution));
    }

    private PopulateResult populate(Execution execution) {
        String key = execution.key(execution.context());
        PolicyCache cache = execution.cache();
        byte[] stored = execution.encoded(source);
        Instant now = Instant.ofEpochMilli(execution.caches().clock().millis());
        Instant expiresAt = expirySettings.expiresAt(now, execution::text);
        Outcome outcome = execution.use(cache, () -> write(cache, key, stored, now, expiresAt));
        return new PopulateResult(cache.name(), key, outcome, expiresAt);
    }

    private static Outcome write(
            PolicyCache cache, String key, byte @Nullable [] stored, Instant now, Instant expiresAt) {
        if (stored == null) {
            cache.refuseTooLarge(key);
            return Outcome.TOO_LARGE;
        }
        if (!expiresAt.isAfter(now)) {
            cache.remove(key);
            return Outcome.EXPIRED;
        }
        cache.put(key, stored, Duration.between(now, expiresAt));
        return Outcome.STORED;
    }

    /**
     * Builds a {@link PopulateCache}. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder extends PolicyBuilder<Builder> {

        private ExpirySettings.@Nullable Builder expirySettings;
        private @Nullable String source;

        private Builder(String name) {
            super(name);
        }

        /**
         * Sets when entries expire. Required. The policy adds its name, for messages, and the maximum of 30 days.
         *
         * @param settings with at least one of time-out, date and time
         */
        public Builder expirySettings(ExpirySettings.Builder settings) {
            expirySettings = requireNonNull(settings, "the expiry settings must not be null");
            return this;
        }

        /** Sets the name of the variable whose value is cached. Required. */
        public Builder source(String variable) {
            source = requireNonNull(variable, "the source must not be null");
            return this;
        }

        /**
         * Builds the policy.
         *
         * @throws PolicyConfigurationException if something required is missing, or the expiry is malformed
         */
        public PopulateCache build() {
            return new PopulateCache(this);
        }

        private ExpirySettings buildExpirySettings() {
            try {
                return require(expirySettings, "ExpirySettings")
                        .copy()
                        .owner("policy '%s'".formatted(name))
                        .maximum(PolicyLimits.MAX_TIME_TO_LIVE)
                        .build();
            } catch (IllegalArgumentException e) {
                throw new PolicyConfigurationException(null, String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
