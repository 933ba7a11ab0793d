package org.larder.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import javax.cache.Cache;
import org.larder.cdi.NamedCache;
import org.larder.quickstart.JarFingerprint;
import org.larder.rest.CacheControl;
import org.larder.rest.Caller;
import org.larder.rest.TokenVerifier;

/** Makes the cache control of the server, for a user {@code demo} whose token is another one at each start. */
@ApplicationScoped
class Control {

    private final String token = UUID.randomUUID().toString();

    String token() {
        return token;
    }

    @Produces
    @Singleton
    CacheControl control(Jars jars, @NamedCache("fingerprints") Cache<String, JarFingerprint> fingerprints) {
        return CacheControl.builder()
                .resource("jars", fingerprints, parameters -> jars.named(parameters.text("name")))
                .verifier(TokenVerifier.fixed(Map.of(token, Caller.of("demo"))))
                .build();
    }

    void stop(@Disposes CacheControl control) {
        control.close();
    }
}
