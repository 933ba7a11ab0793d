package org.larder.rest;

import io.undertow.Undertow;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jboss.resteasy.plugins.server.undertow.UndertowJaxrsServer;

/** RESTEasy on Undertow, which has the end points made once. */
final class RestEasyServer extends UndertowJaxrsServer implements TestServer {

    /**
     * Starts a server.
     *
     * @param components classes and instances that belong to the application, too
     */
    RestEasyServer(CacheControl control, Object... components) {
        Set<Class<?>> classes = new HashSet<>();
        Set<Object> instances = new HashSet<>();
        instances.add(new CacheEndPoints(control));
        for (Object component : components) {
            if (component instanceof Class<?> type) {
                classes.add(type);
            } else {
                instances.add(component);
            }
        }
        start(Undertow.builder().addHttpListener(0, "127.0.0.1"));
        deploy(
                new Application() {
                    @Override
                    public Set<Class<?>> getClasses() {
                        return classes;
                    }

                    @Override
                    @SuppressWarnings("deprecation") // there is no other standard way to hand in instances
                    public Set<Object> getSingletons() {
                        return instances;
                    }
                },
                "/api");
    }

    @Override
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
        stop();
    }

    /** Made by the application. */
    @Path("v1/cache")
    public static final class CacheEndPoints extends CacheControlResource {
        private final CacheControl control;

        CacheEndPoints(CacheControl control) {
            this.control = control;
        }

        @Override
        protected CacheControl control() {
            return control;
        }
    }
}
