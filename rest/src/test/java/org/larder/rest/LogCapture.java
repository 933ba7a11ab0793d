package org.larder.rest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged below a name while this is open, with stack traces; it is not shown. */
final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<Handler> before;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    /** Thrown by all that is logged, after it is kept; null for nothing. */
    volatile RuntimeException broken;

    /**
     * Begins.
     *
     * @param name the beginning of the names of loggers; empty for all
     */
    LogCapture(String name) {
        logger = Logger.getLogger(name);
        setLevel(Level.ALL);
        before = List.of(logger.getHandlers());
        before.forEach(logger::removeHandler);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord logged) {
        StringWriter text = new StringWriter();
        text.append(new SimpleFormatter().formatMessage(logged));
        if (logged.getThrown() != null) {
            logged.getThrown().printStackTrace(new PrintWriter(text));
        }
        messages.add(text.toString());
        if (broken != null) {
            throw broken;
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        before.forEach(logger::addHandler);
        logger.setUseParentHandlers(true);
    }
}
