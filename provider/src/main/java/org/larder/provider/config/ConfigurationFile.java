package org.larder.provider.config;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The file that configures a cache manager.
 *
 * @param name its name without a path, for messages
 * @param location its full address
 * @param text what is in it
 */
record ConfigurationFile(String name, String location, String text) {

    private static final Logger LOG = System.getLogger(ConfigurationFile.class.getName());

    private static final String DEFAULT_NAME = "larder.properties";
    private static final String SUFFIX = ".properties";
    private static final Pattern NETWORK = Pattern.compile("(jar:)*((https?|ftp):.*|file://[^/].*)", CASE_INSENSITIVE);

    /**
     * The file of a manager: the one that its URI names if that ends in {@code .properties} and names no domain, else {@code
     * larder.properties} from the class path, or null if there is none.
     *
     * @throws CacheException if the file that the URI names cannot be read, or a file is not in UTF-8
     */
    static @Nullable ConfigurationFile of(URI uri, ClassLoader classLoader) {
        String path = uri.getSchemeSpecificPart();
        if (!path.endsWith(SUFFIX) || ManagerDomain.of(uri) != null) {
            URL found = onClassPath(uri, classLoader, DEFAULT_NAME);
            return found == null ? null : read(uri, found, DEFAULT_NAME);
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("classpath")) {
            String resource = path.replaceFirst("^/+", "");
            URL found = onClassPath(uri, classLoader, resource);
            if (found == null) {
                throw new CacheException(
                        "cache manager %s: there is no %s on the class path; looked with the class loader %s of the manager"
                                .formatted(uri, resource, classLoader));
            }
            return read(uri, found, name);
        }
        return read(uri, url(uri, scheme), name);
    }

    private static URL url(URI uri, String scheme) {
        try {
            // Java takes what follows file:// for a host, and asks it for the file by FTP.
            if (!scheme.isEmpty() && !NETWORK.matcher(uri.toString()).matches()) {
                return uri.toURL();
            }
        } catch (IOException e) {
            throw unsuitable(uri, e);
        }
        throw unsuitable(uri, null);
    }

    private static CacheException unsuitable(URI uri, @Nullable IOException cause) {
        return new CacheException(
                ("cache manager %s: its URI ends in .properties and so names a configuration file, but not one that can"
                                + " be read; begin it with file:/, jar:file:/ or classpath:, or let it end otherwise")
                        .formatted(uri),
                cause);
    }

    /** The first of that name; if there are several, the class path decides as it does for classes. */
    private static @Nullable URL onClassPath(URI uri, ClassLoader classLoader, String resource) {
        List<URL> found;
        try {
            found = Collections.list(classLoader.getResources(resource));
        } catch (IOException e) {
            throw unreadable(uri, resource, e);
        }
        List<String> places = found.stream().map(URL::toString).distinct().toList();
        if (places.size() > 1) {
            LOG.log(
                    Level.WARNING,
                    "cache manager %s: there are %d files %s on the class path; the first is used and the others are not: %s"
                            .formatted(uri, places.size(), resource, String.join(", ", places)));
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private static ConfigurationFile read(URI uri, URL url, String name) {
        try {
            if (url.getProtocol().equals("file") && new File(decoded(url.getPath())).isDirectory()) {
                throw new IOException("it is a directory"); // or Java reads the names of the files in it
            }
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false); // or the jar stays open, and cannot be replaced
            try (InputStream in = connection.getInputStream()) {
                return new ConfigurationFile(name, url.toString(), decoded(uri, url, in.readAllBytes()));
            }
        } catch (IOException e) {
            throw unreadable(uri, url.toString(), e);
        }
    }

    /** A path of a URL as the file system has it; unlike in forms, a plus means a plus. */
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static CacheException unreadable(URI uri, String where, IOException cause) {
        return new CacheException(
                "cache manager %s: its configuration file cannot be read; looked at %s: %s"
                        .formatted(uri, where, cause),
                cause);
    }

    private static String decoded(URI uri, URL url, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new CacheException(
                    "cache manager %s: line %d of its configuration file %s is not in UTF-8; save it so"
                            .formatted(uri, text.split("\r\n|\r|\n", -1).length, url));
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
