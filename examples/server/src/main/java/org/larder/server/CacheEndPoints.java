package org.larder.server;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.larder.rest.CacheControl;
import org.larder.rest.CacheControlResource;

/** The end points of the control. */
@RequestScoped
@Path("api/v1/cache")
public class CacheEndPoints extends CacheControlResource {

    @Inject
    @SuppressWarnings("NullAway.Init") // the container sets it
    CacheControl control;

    @Override
    protected CacheControl control() {
        return control;
    }
}
