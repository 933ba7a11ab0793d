package org.larder.provider.config;

import java.net.URI;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.larder.CacheDomain;

/**
 * The domain that the URI of a cache manager names, {@code larder:<domain>:<id>} or {@code larder:system}.
 *
 * @param uri the one way to write it
 */
public record ManagerDomain(CacheDomain domain, URI uri) {

    private static final String SCHEME = "larder";

    /** What Java reads bytes as that are not UTF-8. */
    private static final char UNDECODABLE = '\uFFFD';

    /** The same where somebody wrote it. */
    private static final Pattern WRITTEN = Pattern.compile("\uFFFD|%EF%BF%BD", Pattern.CASE_INSENSITIVE);

    /**
     * The domain of a URI, or null if it names none: another scheme, or a plain name as in {@code larder:shop}.
     *
     * @throws CacheException if it names a domain that does not exist, or one without saying whose; says what is legal
     */
    public static @Nullable ManagerDomain of(URI uri) {
        String path = uri.getSchemeSpecificPart();
        if (!SCHEME.equalsIgnoreCase(uri.getScheme()) || path.startsWith("/")) {
            return null;
        }
        String[] parts = path.split(":", 2);
        if (parts.length == 1 && !isDomain(parts[0])) {
            return null;
        }
        if (uri.getRawFragment() != null || isUndecodable(uri)) {
            throw new CacheException(
                    "cache manager %s: its URI has a fragment, or escapes that are not UTF-8, and would name another manager's domain without them; write # as %%23, or use CacheDomain"
                            .formatted(uri));
        }
        try {
            CacheDomain domain = CacheDomain.named(parts[0]);
            if (parts.length == 1) {
                return new ManagerDomain(domain, domain.uri());
            }
            return new ManagerDomain(domain, domain.uri(parts[1]));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new CacheException(
                    "cache manager %s: %s; write larder:local:<application>, larder:organization:<organization> or larder:system"
                            .formatted(uri, e.getMessage()),
                    e);
        }
    }

    private static boolean isUndecodable(URI uri) {
        String others = WRITTEN.matcher(uri.getRawSchemeSpecificPart()).replaceAll("_");
        return URI.create(SCHEME + ":" + others).getSchemeSpecificPart().indexOf(UNDECODABLE) >= 0;
    }

    private static boolean isDomain(String name) {
        for (CacheDomain domain : CacheDomain.values()) {
            if (domain.toString().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether its caches are for more than one application, and so always in files. */
    public boolean isShared() {
        return domain != CacheDomain.LOCAL;
    }
}
