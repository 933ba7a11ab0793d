package org.larder.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asks: whom the container knows by name, or else whom a bearer token belongs to. Tokens go nowhere from here. */
final class Authentication {

    private static final System.Logger LOG = System.getLogger(Authentication.class.getName());
    private static final String SCHEME = "bearer ";

    private Authentication() {}

    /**
     * Tells who asks.
     *
     * @throws Refusal if nobody knows
     */
    static Caller require(CacheControl control, Call call) {
        Principal principal = call.security().getUserPrincipal();
        String name = principal == null ? null : principal.getName();
        if (name != null && !name.isBlank()) {
            Set<String> roles = new HashSet<>(control.roles());
            roles.removeIf(role -> !call.security().isUserInRole(role));
            return new Caller(name, roles);
        }
        String token = token(call.headers().getRequestHeader(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            throw Refusal.unauthorized("A bearer token is required.", "Bearer");
        }
        Caller caller = verify(control.verifier(), token);
        if (caller == null) {
            throw Refusal.unauthorized("The token is not valid.", "Bearer error=\"invalid_token\"");
        }
        return caller;
    }

    private static @Nullable String token(@Nullable List<String> headers) {
        if (headers == null || headers.size() != 1) {
            return null;
        }
        String header = headers.get(0);
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? header.substring(SCHEME.length()).trim()
                : null;
    }

    private static @Nullable Caller verify(@Nullable TokenVerifier verifier, String token) {
        if (verifier == null) {
            return null;
        }
        try {
            return verifier.verify(token);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "a token could not be checked: {0}",
                    e.getClass().getName()); // the message may hold it
            throw Refusal.of(500, "The token could not be checked.");
        }
    }
}
