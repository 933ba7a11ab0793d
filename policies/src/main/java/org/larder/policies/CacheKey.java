package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the key of an entry is made: a prefix, which replaces that of the {@link Scope}, and fragments. The key is all of
 * them joined with {@code __}.
 *
 * <pre>{@code
 * var key = CacheKey.builder()
 *         .prefix("UserToken")
 *         .fragment("apiAccessToken")
 *         .fragmentRef("request.queryparam.client_id")
 *         .build(); // UserToken__apiAccessToken__abc123
 * }</pre>
 *
 * <p>Fragments that hold {@code __} themselves can make the same key as other fragments do; see {@link
 * PolicyCaches.Builder#rejectSeparators}.
 *
 * @param prefix the beginning of the key, or null for that of the scope
 * @param fragments what follows, each a literal or a reference; may be empty
 * @since 0.1
 */
public record CacheKey(@Nullable String prefix, List<FlowText> fragments) {

    /** What stands between the parts of a key. */
    public static final String SEPARATOR = "__";

    /**
     * Creates a key. An empty prefix is as if there was none.
     *
     * @throws PolicyConfigurationException if a fragment is both a literal and a reference
     */
    public CacheKey {
        prefix = prefix == null || prefix.isEmpty() ? null : prefix;
        fragments = List.copyOf(fragments);
        fragments.forEach(CacheKey::requireOne);
    }

    private static FlowText requireOne(FlowText fragment) {
        if (fragment.literal() != null && fragment.reference() != null) {
            throw new PolicyConfigurationException("KeyFragment has both the text '%s' and ref=\"%s\"; give one of them"
                    .formatted(fragment.literal(), fragment.reference()));
        }
        return fragment;
    }

    /** Starts a key that has neither prefix nor fragments yet: that of the scope alone. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The beginning of the key, which all entries share that are purged together.
     *
     * @throws IllegalArgumentException if the scope is that of a target, and there is none
     */
    String prefix(Scope scope, CacheScopeContext context) {
        return prefix == null ? scope.prefix(context) : prefix;
    }

    /**
     * Builds a {@link CacheKey}. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable String prefix;
        private final List<FlowText> fragments = new ArrayList<>();

        private Builder() {}

        /** Sets the beginning of the key in place of that of the scope; null or empty for that of the scope. */
        public Builder prefix(@Nullable String text) {
            prefix = text;
            return this;
        }

        /**
         * Adds a fragment.
         *
         * @param literal the fragment itself; not empty
         */
        public Builder fragment(String literal) {
            return fragment(FlowText.literal(literal));
        }

        /**
         * Adds a fragment that a flow variable holds.
         *
         * @param variable the name of the variable; not empty
         */
        public Builder fragmentRef(String variable) {
            return fragment(FlowText.reference(variable));
        }

        /**
         * Adds a fragment, which is a literal or a reference.
         *
         * @throws PolicyConfigurationException if it is both
         */
        public Builder fragment(FlowText fragment) {
            fragments.add(requireOne(requireNonNull(fragment, "the fragment must not be null")));
            return this;
        }

        /** Builds the key. */
        public CacheKey build() {
            return new CacheKey(prefix, fragments);
        }
    }
}
