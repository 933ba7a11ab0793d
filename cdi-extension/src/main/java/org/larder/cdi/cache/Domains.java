package org.larder.cdi.cache;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.larder.CacheDomain;

/** From domains as annotations name them to the URIs of their managers. */
record Domains(CdiSettings settings) {

    /**
     * The URI of a domain.
     *
     * @param name in the form of {@link org.larder.annotation.CacheSettings#domain}
     * @throws IllegalArgumentException if there is no such domain, or nobody says of whom
     */
    URI uri(String name) {
        int colon = name.indexOf(':');
        CacheDomain domain = CacheDomain.named(colon < 0 ? name : name.substring(0, colon));
        if (domain == CacheDomain.SYSTEM) {
            if (colon >= 0) {
                throw new IllegalArgumentException(
                        "domain '%s': the system domain is one for all; write system".formatted(name));
            }
            return domain.uri();
        }
        boolean isLocal = domain == CacheDomain.LOCAL;
        String id = colon >= 0 ? name.substring(colon + 1) : configured(isLocal);
        if (id == null) {
            throw new IllegalArgumentException("domain '%s' does not say of which %s; write %s:<id>, or configure %s"
                    .formatted(
                            name,
                            isLocal ? "application" : "organization",
                            domain,
                            isLocal ? CdiSettings.APPLICATION : CdiSettings.ORGANIZATION));
        }
        return domain.uri(id);
    }

    /** The name of a domain with the id that the configuration gives it where the name has none, if there is one. */
    String complete(String name) {
        boolean isLocal = name.equals(CacheDomain.LOCAL.toString());
        String id = isLocal || name.equals(CacheDomain.ORGANIZATION.toString()) ? configured(isLocal) : null;
        return id == null ? name : "%s:%s".formatted(name, id);
    }

    private @Nullable String configured(boolean isLocal) {
        return isLocal ? settings.application() : settings.organization();
    }
}
