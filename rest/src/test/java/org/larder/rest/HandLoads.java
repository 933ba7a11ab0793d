package org.larder.rest;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CompletionListener;

/** A cache whose loads end when a test says so, and which tells nothing of its configuration. Not thread-safe. */
final class HandLoads {

    /** What was asked for, in that order. */
    final List<Asked> asked = new ArrayList<>();

    /** Thrown by the next calls, if it is not null. */
    RuntimeException broken;

    /** A batch. */
    record Asked(Set<Long> keys, CompletionListener listener) {}

    void end(int number) {
        asked.get(number).listener.onCompletion();
    }

    @SuppressWarnings("unchecked") // a class has no type arguments
    Cache<Long, String> cache() {
        return (Cache<Long, String>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("loadAll")) {
                        throw new IllegalArgumentException("not known: " + method);
                    }
                    if (broken != null) {
                        throw broken;
                    }
                    asked.add(new Asked((Set<Long>) arguments[0], (CompletionListener) arguments[2]));
                    return null;
                });
    }
}
