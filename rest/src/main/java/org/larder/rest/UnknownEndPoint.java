package org.larder.rest;

import java.io.InputStream;

/** A path below the others that nothing is at. */
final class UnknownEndPoint extends SubEndPoint {

    UnknownEndPoint(CacheControl control) {
        super(control, Method.NONE, UnknownEndPoint::answer);
    }

    private static Document answer(CacheControl control, Call call, Caller caller, InputStream body) {
        throw Refusal.of(404, "There is nothing here.");
    }
}
