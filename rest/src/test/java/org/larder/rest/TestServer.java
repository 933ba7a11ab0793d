package org.larder.rest;

/** A server with end points below {@code /api}, on a port of its own. */
interface TestServer extends AutoCloseable {

    int port();

    @Override
    void close();
}
