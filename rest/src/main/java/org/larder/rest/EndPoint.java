package org.larder.rest;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One path, which has one method of HTTP: who asks is known before anything else is done, every answer has the same headers,
 * and every error is in JSON. Public for the container; applications use {@link CacheControlResource}.
 *
 * @since 0.1
 */
public abstract class EndPoint {

    private static final System.Logger LOG = System.getLogger(EndPoint.class.getName());
    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("utf-8");

    private final Method method;
    private final Body body;

    /** What an end point is for. */
    enum Method {
        GET("GET, HEAD, OPTIONS"),
        POST("POST, OPTIONS"),
        /** Nothing: all requests get the same answer. */
        NONE(null);

        private final @Nullable String allow;

        Method(@Nullable String allow) {
            this.allow = allow;
        }
    }

    EndPoint(Method method, Body body) {
        this.method = method;
        this.body = body;
    }

    /** Returns what the end point speaks for. Called for each request, and not before. */
    protected abstract CacheControl control();

    /** Answers a GET, and a HEAD. */
    @GET
    public Response get(@Context HttpHeaders headers, @Context UriInfo uri, @Context SecurityContext security) {
        return answer(new Call(headers, uri, security), Method.GET, InputStream.nullInputStream());
    }

    /**
     * Answers a POST.
     *
     * @param body the body of the request
     */
    @POST
    public Response post(
            @Context HttpHeaders headers, @Context UriInfo uri, @Context SecurityContext security, InputStream body) {
        return answer(new Call(headers, uri, security), Method.POST, body);
    }

    /** Tells which methods there are. */
    @OPTIONS
    public Response options(@Context HttpHeaders headers, @Context UriInfo uri, @Context SecurityContext security) {
        CacheControl control = required();
        Call call = new Call(headers, uri, security);
        return guarded(control, () -> {
            Caller caller = Authentication.require(control, call);
            if (method == Method.NONE) {
                body.of(control, call, caller, InputStream.nullInputStream());
            }
            return headers(Response.ok()).build();
        });
    }

    /** Refuses a PUT. */
    @PUT
    public Response put(@Context HttpHeaders headers, @Context UriInfo uri, @Context SecurityContext security) {
        return answer(new Call(headers, uri, security), null, InputStream.nullInputStream());
    }

    /** Refuses a DELETE. */
    @DELETE
    public Response delete(@Context HttpHeaders headers, @Context UriInfo uri, @Context SecurityContext security) {
        return answer(new Call(headers, uri, security), null, InputStream.nullInputStream());
    }

    /** Refuses a PATCH. */
    @PATCH
    public Response patch(@Context HttpHeaders headers, @Context UriInfo uri, @Context SecurityContext security) {
        return answer(new Call(headers, uri, security), null, InputStream.nullInputStream());
    }

    /** Returns what answers at paths below this one. */
    @Path("{below: .+}")
    public EndPoint below() {
        return new UnknownEndPoint(required());
    }

    /** What {@link #control} returns; says so if that is nothing. */
    CacheControl required() {
        return requireNonNull(
                control(),
                () ->
                        "%s.control() returned null; let the container inject the control, or return one made by the application"
                                .formatted(getClass().getName()));
    }

    private Response answer(Call call, @Nullable Method asked, InputStream sent) {
        CacheControl control = required();
        return guarded(control, () -> {
            Caller caller = Authentication.require(control, call);
            if (method != Method.NONE && asked != method) {
                throw Refusal.of(405, "There is no such method here.");
            }
            Document document = body.of(control, call, caller, sent);
            String tag = document.tag();
            if (method == Method.GET && KnownTags.refused(call.headers(), tag)) {
                throw Refusal.of(412, "This has another ETag.");
            }
            boolean unchanged = method == Method.GET && KnownTags.unchanged(call.headers(), tag);
            return headers(unchanged ? Response.notModified() : json(Response.ok(), document.json()))
                    .tag(new EntityTag(tag))
                    .build();
        });
    }

    private Response guarded(CacheControl control, Answer answer) {
        try {
            return answer.get();
        } catch (Refusal e) {
            return refused(control, e);
        } catch (WebApplicationException e) {
            throw e; // the container's own
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e; // nothing of this request alone
            }
            LOG.log(Level.ERROR, "a request failed", e);
            return refused(control, Refusal.of(500, "The request failed."));
        }
    }

    private Response refused(CacheControl control, Refusal refusal) {
        Response.ResponseBuilder response =
                json(Response.status(refusal.status()), control.json().write(refusal.body()));
        refusal.headers().forEach(response::header);
        return headers(response).build();
    }

    /** As bytes, which no provider of JSON takes for something to be written as JSON. */
    private static Response.ResponseBuilder json(Response.ResponseBuilder response, String json) {
        return response.entity(json.getBytes(StandardCharsets.UTF_8)).type(JSON);
    }

    private Response.ResponseBuilder headers(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.ALLOW, method.allow) // null is none
                .header(HttpHeaders.VARY, "Origin, Cookie")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("X-Frame-Options", "SAMEORIGIN")
                .header("X-Content-Type-Options", "nosniff");
    }

    /**
     * What is answered to somebody who may ask; a {@link Refusal} where there is no such answer. Not a method that is
     * overridden: proxies of beans, in other packages, would have to know its types.
     */
    @FunctionalInterface
    interface Body {
        Document of(CacheControl control, Call call, Caller caller, InputStream sent);
    }

    /** What is done for a request. */
    @FunctionalInterface
    private interface Answer {
        Response get();
    }
}
