package org.larder.cdi.cache;

import java.net.URI;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;

/**
 * A manager that was opened for an application. A provider has one to a URI and a class loader, which containers with one
 * class loader share, so it is closed when the last of them is done with it. Thread-safe.
 */
final class SharedManager implements AutoCloseable {

    /** Static, as containers know nothing of each other. */
    private static final ConcurrentMap<Key, Users> SHARED = new ConcurrentHashMap<>();

    private final Key key;
    private final Users users;
    private final CacheManager manager;
    private boolean closed;

    private SharedManager(Key key, Users users, CacheManager manager) {
        this.key = key;
        this.users = users;
        this.manager = manager;
    }

    /** Opens a manager, or takes the one that is open. */
    static SharedManager open(CachingProvider provider, URI uri, ClassLoader application, Properties properties) {
        Key key = new Key(provider, uri, application);
        while (true) {
            Users users = SHARED.computeIfAbsent(key, none -> new Users());
            synchronized (users) {
                if (!users.gone) {
                    try {
                        CacheManager manager = provider.getCacheManager(uri, application, properties);
                        users.managers.add(manager);
                        users.count++;
                        return new SharedManager(key, users, manager);
                    } finally {
                        users.leaveIfNone(key);
                    }
                }
            }
        }
    }

    CacheManager manager() {
        return manager;
    }

    /** Closes it, unless somebody else has opened it, too. Who opens it meanwhile waits, and gets another one. */
    @Override
    public void close() {
        synchronized (users) {
            if (closed) {
                return;
            }
            closed = true;
            users.count--;
            try {
                if (users.count == 0) {
                    Closing all = new Closing();
                    users.managers.forEach(each -> all.close(each::close));
                    all.rethrow();
                }
            } finally {
                users.leaveIfNone(key);
            }
        }
    }

    /** What a manager is to a provider. */
    private record Key(CachingProvider provider, URI uri, ClassLoader application) {}

    /** Those who use a manager, and the lock under which it is opened and closed. */
    private static final class Users {
        /** More than one if others have closed the one that was there. */
        private final Set<CacheManager> managers = Collections.newSetFromMap(new IdentityHashMap<>());

        private int count;
        private boolean gone;

        private void leaveIfNone(Key key) {
            if (count == 0) {
                gone = true;
                SHARED.remove(key, this);
            }
        }
    }
}
