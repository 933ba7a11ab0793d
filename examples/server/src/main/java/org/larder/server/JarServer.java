package org.larder.server;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.PrintStream;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.jetty.JettyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * A server of Weld, Jersey and Jetty, on this machine only: the fingerprints of the jars in a folder can be asked for, and
 * their cache is controlled over HTTP. Clients name jars by a part of the file name.
 */
public final class JarServer implements AutoCloseable {

    private static final int PORT = 8080;

    private final SeContainer beans;
    private final Server server;

    /**
     * Starts a server.
     *
     * @param port where; 0 for any that is free
     */
    JarServer(Path folder, int port) throws Exception {
        beans = SeContainerInitializer.newInstance().initialize();
        beans.select(Jars.class).get().find(folder);
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(ContainerFactory.createContainer(
                JettyHttpContainer.class,
                new ResourceConfig(CacheEndPoints.class, JarsResource.class)
                        .property(ServerProperties.WADL_FEATURE_DISABLE, true)));
        server.start();
    }

    /** Takes the folder with the jars, and the port if it is to be another than 8080; runs until it is interrupted. */
    public static void main(String[] arguments) throws Exception {
        // Weld's log goes where the others' goes, so that the terminal shows only what can be tried.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        Path folder = arguments.length > 0
                ? Path.of(arguments[0])
                : Path.of(System.getProperty("user.home"), ".m2", "repository");
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : PORT;
        JarServer server = new JarServer(folder, port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.explain(System.out);
        server.server.join();
    }

    /** Says what to try. */
    void explain(PrintStream out) {
        String url = "http://127.0.0.1:%d/api/v1".formatted(server.getURI().getPort());
        String authorization = "-H \"Authorization: Bearer $TOKEN\"";
        out.println("Cache control at " + url + "/cache/ until Ctrl-C. In another terminal:");
        out.println();
        out.println("export TOKEN=" + beans.select(Control.class).get().token());
        out.println();
        out.println("# The fingerprints of the jars of cache-api: computed at first, then from the cache.");
        out.println("curl %s/jars?name=cache-api".formatted(url));
        out.println();
        out.println("# Have them computed anew, in the background, and ask how far that is.");
        out.println(
                "TASK=$(curl -s %s/cache/refresh/ %s -H 'Content-Type: application/json' -d '{\"resource_title\":\"jars\",\"name\":\"cache-api\"}' | cut -d'\"' -f4)"
                        .formatted(url, authorization));
        out.println("curl \"%s/cache/state/?task_id=$TASK\" %s".formatted(url, authorization));
        out.println();
        out.println("# What this user has had computed, and all that can be asked.");
        out.println("curl %s/cache/ %s".formatted(url, authorization));
        out.println("curl %s/cache/openapi.json %s".formatted(url, authorization));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        } finally {
            beans.close();
        }
    }
}
