package org.larder.rest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The check of bearer tokens where the container does not do it. Must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * Tells who a token belongs to.
     *
     * <p>What this throws, errors of the virtual machine apart, is answered with status 500; only its class is logged, because
     * its message may hold the token.
     *
     * @param token what follows {@code Bearer} in the header of a request; anything that a client may have sent
     * @return who asks; null if the token is not valid
     */
    @Nullable
    Caller verify(String token);

    /**
     * Returns a check against tokens that are known beforehand. It keeps hashes of them only, and how long it takes does not
     * depend on how much of a token is right.
     *
     * @param tokens who each token belongs to
     * @throws IllegalArgumentException if a token has less than 16 characters
     */
    static TokenVerifier fixed(Map<String, Caller> tokens) {
        return new FixedTokens(tokens);
    }
}
