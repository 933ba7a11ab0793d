package org.larder;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Who shares the caches of a cache manager. The URI of a manager names its domain:
 *
 * <pre>{@code
 * CacheManager mine = provider.getCacheManager(CacheDomain.LOCAL.uri("shop"), null);
 * CacheManager ours = provider.getCacheManager(CacheDomain.ORGANIZATION.uri("acme"), null, properties);
 * }</pre>
 *
 * <p>Caches of the same name in two domains are two caches with files of their own. Those of {@link #ORGANIZATION} and
 * {@link #SYSTEM} are always in files, for memory alone does not reach from one JVM to another; their manager needs the
 * property {@code larder.directory}.
 *
 * @since 0.1
 */
public enum CacheDomain {

    /** One application: nobody else sees its caches, unless it runs more than once with the same directory. */
    LOCAL,

    /** All applications of an organization, in all JVMs of a host that use the same directory. */
    ORGANIZATION,

    /** All applications of all organizations. Off unless the manager's property {@code larder.system-domain} is true. */
    SYSTEM;

    /** The scheme of the URIs of domains. */
    private static final String SCHEME = "larder:";

    /**
     * Finds a domain by its name.
     *
     * @param name {@code local}, {@code organization} or {@code system}, in lower case
     * @return the domain
     * @throws IllegalArgumentException if there is none of that name; the message lists them
     */
    public static CacheDomain named(String name) {
        requireNonNull(name, "the name of a domain must not be null");
        for (CacheDomain domain : values()) {
            if (domain.toString().equals(name)) {
                return domain;
            }
        }
        throw new IllegalArgumentException("there is no domain '%s'; the domains are %s"
                .formatted(
                        name, Arrays.stream(values()).map(CacheDomain::toString).collect(Collectors.joining(", "))));
    }

    /**
     * Names a cache manager of this domain.
     *
     * @param id the application of {@link #LOCAL} or the organization of {@link #ORGANIZATION}, of any characters
     * @return {@code larder:<domain>:<id>}, with what is not a letter, a digit, {@code -}, {@code .} or {@code _} written
     *     as {@code %} and two digits for each byte of its UTF-8 form
     * @throws IllegalArgumentException if the id is empty or not legal Unicode
     * @throws UnsupportedOperationException if this is {@link #SYSTEM}, which there is only one of
     */
    public URI uri(String id) {
        requireNonNull(id, "the id must not be null");
        if (this == SYSTEM) {
            throw new UnsupportedOperationException(
                    "the system domain is one for all, so it has no '%s'; use uri()".formatted(id));
        }
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the id of the %s domain is empty; give the name of the %s"
                    .formatted(this, this == LOCAL ? "application" : "organization"));
        }
        return URI.create(SCHEME + this + ":" + escaped(id));
    }

    /**
     * Names the cache manager of the system domain.
     *
     * @return {@code larder:system}
     * @throws UnsupportedOperationException if this is another domain, which needs to know of whom; use
     *     {@link #uri(String)}
     */
    public URI uri() {
        if (this != SYSTEM) {
            throw new UnsupportedOperationException("the %s domain is one for each %s; use uri(id)"
                    .formatted(this, this == LOCAL ? "application" : "organization"));
        }
        return URI.create(SCHEME + this);
    }

    /** The name as it stands in URIs: in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String id) {
        ByteBuffer bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the id '%s' has half of a surrogate pair; give it whole".formatted(id), e);
        }
        StringBuilder escaped = new StringBuilder();
        while (bytes.hasRemaining()) {
            byte each = bytes.get();
            boolean plain = (each >= 'a' && each <= 'z')
                    || (each >= 'A' && each <= 'Z')
                    || (each >= '0' && each <= '9')
                    || each == '-'
                    || each == '.'
                    || each == '_';
            if (plain) {
                escaped.append((char) each);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return escaped.toString();
    }
}
