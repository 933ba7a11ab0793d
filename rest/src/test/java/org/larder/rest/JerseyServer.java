package org.larder.rest;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** Jersey on Grizzly, which makes the end points for each request. */
final class JerseyServer implements TestServer {

    private final HttpServer server;

    /**
     * Starts a server.
     *
     * @param components classes and instances that belong to the application, too
     */
    JerseyServer(CacheControl control, Object... components) {
        ResourceConfig config = new ResourceConfig()
                .register(CacheEndPoints.class)
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(control).to(CacheControl.class);
                    }
                })
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true);
        for (Object component : components) {
            if (component instanceof Class<?> type) {
                config.register(type);
            } else {
                config.register(component);
            }
        }
        server = GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/api/"), config, false);
        server.getListeners().iterator().next().getKeepAlive().setMaxRequestsCount(-1);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return server.getListeners().iterator().next().getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** As the guide has it. */
    @Path("v1/cache")
    public static final class CacheEndPoints extends CacheControlResource {
        @Inject
        private CacheControl control;

        @Override
        protected CacheControl control() {
            return control;
        }
    }
}
