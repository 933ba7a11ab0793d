package org.larder.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.larder.quickstart.JarFingerprint;
import org.larder.quickstart.JarFingerprinter;
import org.larder.rest.CacheControl;
import org.larder.rest.Caller;
import org.larder.rest.TokenVerifier;

/**
 * A server on this machine only, whose cached fingerprints of the jars in a folder can be refreshed over HTTP. Clients name
 * jars by a part of the file name; only jars that were there at the start can be asked for.
 */
public final class JarServer implements AutoCloseable {

    private static final int PORT = 8080;

    private final String token = UUID.randomUUID().toString();
    private final CachingProvider provider;
    private final CacheControl control;
    private final HttpServer server;

    /**
     * Starts a server.
     *
     * @param port where; 0 for any that is free
     */
    JarServer(Path folder, int port) throws IOException {
        List<String> jars = jarsIn(folder);
        provider = Caching.getCachingProvider();
        CacheManager manager = provider.getCacheManager();
        Cache<String, JarFingerprint> fingerprints = manager.createCache(
                "fingerprints",
                new MutableConfiguration<String, JarFingerprint>()
                        .setTypes(String.class, JarFingerprint.class)
                        .setCacheLoaderFactory(FactoryBuilder.factoryOf(JarFingerprinter.class)));
        control = CacheControl.builder()
                .resource("jars", fingerprints, parameters -> named(jars, parameters.text("name")))
                .verifier(TokenVerifier.fixed(Map.of(token, Caller.of("demo"))))
                .build();
        server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:%d/api/".formatted(port)),
                new ResourceConfig(CacheEndPoints.class)
                        .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                        .register(new AbstractBinder() {
                            @Override
                            protected void configure() {
                                bind(control).to(CacheControl.class);
                            }
                        }));
    }

    /** Takes the folder with the jars, and the port if it is to be another than 8080; runs until it is interrupted. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = arguments.length > 0
                ? Path.of(arguments[0])
                : Path.of(System.getProperty("user.home"), ".m2", "repository");
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : PORT;
        JarServer server = new JarServer(folder, port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.explain(System.out);
        new CountDownLatch(1).await();
    }

    String url() {
        return "http://127.0.0.1:%d/api/v1/cache/"
                .formatted(server.getListeners().iterator().next().getPort());
    }

    /** Says what to try. */
    void explain(PrintStream out) {
        String authorization = "-H \"Authorization: Bearer $TOKEN\"";
        out.println("Cache control at " + url() + " until Ctrl-C. In another terminal:");
        out.println();
        out.println("export TOKEN=" + token);
        out.println("curl " + url() + " " + authorization);
        out.println("# takes the fingerprints of all jars whose name contains 'cache-api'; the answer names the task");
        out.println("curl " + url() + "refresh/ " + authorization
                + " -H 'Content-Type: application/json' -d '{\"resource_title\":\"jars\",\"name\":\"cache-api\"}'");
        out.println("curl \"" + url() + "state/?task_id=$TASK\" " + authorization);
        out.println("curl " + url() + "openapi.json " + authorization);
    }

    private static List<String> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    private static List<String> named(List<String> jars, String part) {
        return jars.stream()
                .filter(jar -> Path.of(jar).getFileName().toString().contains(part))
                .toList();
    }

    @Override
    public void close() {
        server.shutdownNow();
        control.close();
        provider.close();
    }
}
