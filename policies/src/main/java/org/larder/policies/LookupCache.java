package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The policy that reads a value from a cache into a flow variable.
 *
 * <p>A look-up that takes longer than the time-out is a miss; so is a value that cannot be read any more. A miss leaves the
 * variable as it was.
 *
 * <p>Variables: {@code lookupcache.<name>.cachename}, {@code .cachekey}, {@code .cachehit} (a boolean) and {@code
 * .assignto}. If it fails: {@code lookupcache.<name>.failed} is true, and {@code fault.name} names the fault.
 *
 * @since 0.1
 */
public final class LookupCache extends CachePolicy {

    /** The time-out of a look-up that was given none: 12 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(12);

    private final String assignTo;
    private final Duration timeout;

    private LookupCache(Builder builder) {
        super(builder);
        assignTo = builder.require(builder.assignTo, "AssignTo");
        timeout = builder.timeout;
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

    /** Returns the name of the variable that a value is assigned to. */
    public String assignTo() {
        return assignTo;
    }

    /** Returns after what time a look-up is a miss. */
    public Duration timeout() {
        return timeout;
    }

    @Override
    public @Nullable LookupResult execute(PolicyCaches caches, CacheScopeContext context, VariableResolver variables) {
        Execution execution = new Execution(this, caches, context, variables);
        return execution.run(() -> lookup(execution));
    }

    private LookupResult lookup(Execution execution) {
        String key = execution.key(execution.context());
        PolicyCache cache = execution.cache();
        Object value = execution.use(cache, () -> cache.get(key, timeout));
        VariableResolver variables = execution.variables();
        variables.set(variable("cachename"), cache.name());
        variables.set(variable("cachekey"), key);
        variables.set(variable("cachehit"), value != null);
        variables.set(variable("assignto"), assignTo);
        if (value != null) {
            variables.set(assignTo, value);
        }
        return new LookupResult(cache.name(), key, value, assignTo);
    }

    /**
     * Builds a {@link LookupCache}. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder extends PolicyBuilder<Builder> {

        private @Nullable String assignTo;
        private Duration timeout = DEFAULT_TIMEOUT;

        private Builder(String name) {
            super(name);
        }

        /** Sets the name of the variable that a value is assigned to. Required. */
        public Builder assignTo(String variable) {
            assignTo = requireNonNull(variable, "the variable must not be null");
            return this;
        }

        /**
         * Sets after how many seconds a look-up is a miss; 12 unless set.
         *
         * @throws PolicyConfigurationException if the number is zero or negative
         */
        public Builder cacheLookupTimeoutInSeconds(int seconds) {
            if (seconds <= 0) {
                throw new PolicyConfigurationException(
                        PolicyConfigurationException.INVALID_TIMEOUT,
                        "CacheLookupTimeoutInSeconds %d value should be greater than zero.".formatted(seconds),
                        null);
            }
            timeout = Duration.ofSeconds(seconds);
            return this;
        }

        /**
         * Builds the policy.
         *
         * @throws PolicyConfigurationException if something required is missing
         */
        public LookupCache build() {
            return new LookupCache(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
