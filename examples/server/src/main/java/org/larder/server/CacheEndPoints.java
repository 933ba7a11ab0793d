package org.larder.server;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.larder.rest.CacheControl;
import org.larder.rest.CacheControlResource;

/** The end points of the control. */
@Dependent
@Path("api/v1/cache")
public class CacheEndPoints extends CacheControlResource {

    /** Creates the end points; the container does so for each request. */
    @Inject
    public CacheEndPoints(CacheControl control) {
        super(control);
    }
}
