package org.larder.rest;

import jakarta.ws.rs.Path;

/**
 * The end points that list the entries of the one who asks, refresh a cache as a task, and tell how far a task is. An
 * application makes them its own, and gives them a path:
 *
 * <pre>{@code
 * @Path("v1/cache")
 * @RequestScoped
 * public class CacheEndPoints extends CacheControlResource {
 *     @Inject
 *     CacheControl control;
 *
 *     @Override
 *     protected CacheControl control() {
 *         return control;
 *     }
 * }
 * }</pre>
 *
 * <p>It may be made for each request or once, and be a bean of any scope.
 *
 * @since 0.1
 */
public abstract class CacheControlResource extends EndPoint {

    /** Creates the end points; what they speak for is not asked for yet. */
    protected CacheControlResource() {
        super(Method.GET, (control, call, caller, sent) -> control.list(caller));
    }

    /** Returns the end point that takes refreshes. */
    @Path("refresh")
    public EndPoint refresh() {
        return new RefreshEndPoint(required());
    }

    /** Returns the end point that tells how far a task is. */
    @Path("state")
    public EndPoint state() {
        return new StateEndPoint(required());
    }

    /** Returns the end point that describes all of them. */
    @Path("openapi.json")
    public EndPoint openApi() {
        return new OpenApiEndPoint(required());
    }
}
