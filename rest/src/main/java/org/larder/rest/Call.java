package org.larder.rest;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/**
 * One request, as the container tells of it. Made by the container, for {@link EndPoint} only.
 *
 * @since 0.1
 */
@SuppressWarnings("NullAway.Init") // the container sets the fields
public final class Call {

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uri;

    @Context
    SecurityContext security;

    /** Creates an instance for the container to fill. */
    public Call() {}
}
