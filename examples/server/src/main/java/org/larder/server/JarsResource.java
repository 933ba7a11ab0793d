package org.larder.server;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.TreeMap;
import javax.cache.Cache;
import org.larder.cdi.NamedCache;
import org.larder.quickstart.JarFingerprint;

/** What the server is for: the fingerprints of jars, which the cache keeps. */
@Dependent
@Path("api/v1/jars")
public class JarsResource {

    private final Jars jars;
    private final Cache<String, JarFingerprint> fingerprints;

    /** Creates the resource; the container does so for each request. */
    @Inject
    public JarsResource(Jars jars, @NamedCache("fingerprints") Cache<String, JarFingerprint> fingerprints) {
        this.jars = jars;
        this.fingerprints = fingerprints;
    }

    /** Answers with the fingerprints of the jars whose file name contains a text. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, JarFingerprint> named(@QueryParam("name") @DefaultValue(".jar") String name) {
        return new TreeMap<>(fingerprints.getAll(jars.named(name)));
    }
}
