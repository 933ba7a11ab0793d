package org.larder.server;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
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
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        beans = SeContainerInitializer.newInstance().initialize();
        server = new Server();
        try {
            beans.select(Jars.class).get().find(folder);
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("127.0.0.1");
            connector.setPort(port);
            server.addConnector(connector);
            server.setHandler(ContainerFactory.createContainer(
                    JettyHttpContainer.class,
                    new ResourceConfig(CacheEndPoints.class, JarsResource.class)
                            .property(ServerProperties.WADL_FEATURE_DISABLE, true)));
            server.start();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** Takes the folder with the jars, and the port if it is to be another than 8080; runs until it is interrupted. */
    public static void main(String[] arguments) throws Exception {
        // Weld's log goes where the others' goes, so that the terminal shows only what can be tried.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        Path folder = arguments.length > 0
                ? Path.of(arguments[0])
                : Path.of(System.getProperty("user.home"), ".m2", "repository");
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : PORT;
        try {
            JarServer server = new JarServer(folder, port);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.explain(System.out);
            server.server.join();
        } catch (IOException | UncheckedIOException e) {
            System.err.printf(
                    "The server cannot serve %s at port %d: %s. Name another folder with -Dserver.folder, or another port with"
                            + " -Dserver.port.%n",
                    folder, port, e);
            System.exit(1);
        }
    }

    /** Says what to try. */
    void explain(PrintStream out) {
        out.print(
                """
                The cache is controlled at http://127.0.0.1:8080/api/v1/cache/ until Ctrl-C. In another terminal:

                export TOKEN=%s

                # The fingerprints of the jars of cache-api: computed at first, then from the cache.
                curl "http://127.0.0.1:8080/api/v1/jars?name=cache-api"

                # Have them computed anew, in the background, and ask how far that is.
                TASK=$(curl -s http://127.0.0.1:8080/api/v1/cache/refresh/ -H "Authorization: Bearer $TOKEN" \\
                  -H 'Content-Type: application/json' -d '{"resource_title":"jars","name":"cache-api"}' | cut -d'"' -f4)
                curl "http://127.0.0.1:8080/api/v1/cache/state/?task_id=$TASK" -H "Authorization: Bearer $TOKEN"

                # What this user has had computed, and all that can be asked.
                curl http://127.0.0.1:8080/api/v1/cache/ -H "Authorization: Bearer $TOKEN"
                curl http://127.0.0.1:8080/api/v1/cache/openapi.json -H "Authorization: Bearer $TOKEN"
                """.formatted(beans.select(Control.class).get().token()).replace(":" + PORT + "/", ":" + port() + "/"));
    }

    int port() {
        return server.getURI().getPort();
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
