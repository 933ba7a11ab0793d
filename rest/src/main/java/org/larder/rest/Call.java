package org.larder.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** One request, as the container tells of it. */
record Call(HttpHeaders headers, UriInfo uri, SecurityContext security) {}
