package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens known beforehand, as hashes. */
final class FixedTokens implements TokenVerifier {

    private static final int MIN_TOKEN_CHARACTERS = 16;

    private final List<Known> known = new ArrayList<>();

    FixedTokens(Map<String, Caller> tokens) {
        tokens.forEach((token, caller) -> {
            if (token.length() < MIN_TOKEN_CHARACTERS) {
                throw new IllegalArgumentException("a token of '%s' has %d characters; it needs %d to be hard to guess"
                        .formatted(caller.name(), token.length(), MIN_TOKEN_CHARACTERS));
            }
            known.add(new Known(hash(token), requireNonNull(caller, "the caller must not be null")));
        });
    }

    @Override
    public @Nullable Caller verify(String token) {
        byte[] hash = hash(token);
        Caller found = null;
        for (Known candidate : known) { // to the end, so that the time does not tell which one it was
            if (MessageDigest.isEqual(candidate.hash, hash)) {
                found = candidate.caller;
            }
        }
        return found;
    }

    private static byte[] hash(String token) {
        return Fingerprint.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
    }

    /** A token, and who it belongs to. */
    private static final class Known {
        private final byte[] hash;
        private final Caller caller;

        Known(byte[] hash, Caller caller) {
            this.hash = hash;
            this.caller = caller;
        }
    }
}
