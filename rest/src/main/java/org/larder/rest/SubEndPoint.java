package org.larder.rest;

/** An end point below the one that an application makes its own. */
abstract class SubEndPoint extends EndPoint {

    private final CacheControl control;

    SubEndPoint(CacheControl control, Method method, Body body) {
        super(method, body);
        this.control = control;
    }

    @Override
    protected final CacheControl control() {
        return control;
    }
}
