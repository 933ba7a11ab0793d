package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import net.openhft.chronicle.hash.ChronicleHashClosedException;
import net.openhft.chronicle.hash.locks.InterProcessDeadLockException;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.files.Membership;
import org.larder.provider.files.Opener;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Reply;
import org.larder.provider.store.StoreUsage;
import org.larder.provider.store.Stored;

/**
 * A store in files that outlive it and that other JVMs and class loaders may have open too. It passes every operation on
 * to a {@link ChronicleStore}, of which there is another one whenever the files had to be opened again because somebody
 * died with them open. An operation that came at the wrong moment, and so did nothing, is done again.
 */
final class DurableStore<K, V> implements EntryStore<K, V>, Opener {

    private static final Logger LOG = System.getLogger(DurableStore.class.getName());

    /** How often an operation waits for a lock until it is taken for lost; each time as long as Chronicle does. */
    private static final int LOCK_ATTEMPTS = 20;

    private final String cacheName;
    private final StoreFiles files;
    private final Function<StoreFiles.Opened, ChronicleStore<K, V>> storeOf;
    private final EntryCodec<K, V> codec;
    private final boolean shared;
    private @Nullable Membership membership;
    private volatile @Nullable ChronicleStore<K, V> current;
    private volatile boolean closed;
    private volatile boolean deleted;

    /**
     * Creates a store that is not open yet.
     *
     * @param storeOf makes a store of open files
     * @param shared whether others may have the files open, too
     */
    DurableStore(
            String cacheName,
            StoreFiles files,
            Function<StoreFiles.Opened, ChronicleStore<K, V>> storeOf,
            PayloadCodec<K> keyCodec,
            PayloadCodec<V> valueCodec,
            Damage damage,
            boolean shared) {
        this.cacheName = cacheName;
        this.files = files;
        this.storeOf = storeOf;
        this.codec = new EntryCodec<>(keyCodec, valueCodec, damage);
        this.shared = shared;
    }

    /** Opens the store: joins those who share its files. */
    void join(Membership joined) {
        membership = joined;
    }

    @Override
    public void open(boolean alone, boolean clean) throws IOException {
        StoreFiles.Opened opened = ChronicleRuntime.open(() -> files.open(alone));
        try {
            current = storeOf.apply(opened);
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
        if (alone && !clean) {
            LOG.log(
                    Level.DEBUG,
                    "cache ''{0}'': its files were not closed; each part is checked when it is used",
                    cacheName);
        }
    }

    @Override
    public void close(boolean last) throws IOException {
        requireNonNull(current).close();
        if (last && deleted) {
            files.delete();
        } else if (last) {
            ChronicleRuntime.onThreadOfItsOwn(() -> {
                files.force();
                return true;
            });
        }
    }

    /** Does an operation on the files as they are open now; again if it could do nothing. */
    private <T> T on(Function<ChronicleStore<K, V>, T> operation) {
        for (int attempt = 1; ; ) {
            ChronicleStore<K, V> store = store();
            try {
                return operation.apply(store);
            } catch (StoreClosedException e) {
                if (closed) {
                    throw e;
                }
            } catch (ChronicleHashClosedException e) {
                // Chronicle closes a map under a thread that is long in it, for it waits for a lock of somebody dead.
                if (closed) {
                    throw new StoreClosedException(cacheName, e);
                }
                if (requireNonNull(membership).isCurrent() && store == current) {
                    throw e; // nobody is going to open the files again
                }
            } catch (InterProcessDeadLockException e) {
                // The lock was not had, and nothing is changed without it.
                if (!requireNonNull(membership).recoverIfOneDied() && ++attempt > LOCK_ATTEMPTS) {
                    throw new IllegalStateException(
                            "cache '%s': a part of its files is locked by another process, which is alive and does not let go of it"
                                    .formatted(cacheName),
                            e);
                }
            }
        }
    }

    private ChronicleStore<K, V> store() {
        Membership members = requireNonNull(membership);
        if (!members.isCurrent() && !closed) {
            members.catchUp();
        }
        return requireNonNull(current);
    }

    @Override
    public @Nullable V live(K key, V ifExpired) {
        return on(store -> store.live(key, ifExpired));
    }

    @Override
    public K ownKey(K key) {
        return codec.copyOf(key);
    }

    @Override
    public @Nullable Stored<V> read(K key) {
        return on(store -> store.read(key));
    }

    @Override
    public void admit(K key, V value) {
        on(store -> {
            store.admit(key, value);
            return true;
        });
    }

    @Override
    public Reply<V> set(
            K key,
            Condition<V> condition,
            V value,
            long creationDeadlineMillis,
            long updateDeadlineMillis,
            boolean wantsPrevious) {
        return on(
                store -> store.set(key, condition, value, creationDeadlineMillis, updateDeadlineMillis, wantsPrevious));
    }

    @Override
    public Reply<V> delete(K key, Condition<V> condition, boolean wantsPrevious) {
        return on(store -> store.delete(key, condition, wantsPrevious));
    }

    @Override
    public void touch(K key, Stored<V> seen, long deadlineMillis) {
        on(store -> {
            store.touch(key, seen, deadlineMillis);
            return true;
        });
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public boolean decidesEquality() {
        return codec.bytesDecideEquality();
    }

    @Override
    public boolean sameBytes(V one, V other) {
        return on(store -> store.sameBytes(one, other));
    }

    @Override
    public Iterator<Item<K, V>> iterator() {
        return new SegmentIterator<>(parts(), part -> on(store -> store.copies(part)), codec);
    }

    @Override
    public int parts() {
        return on(ChronicleStore::parts);
    }

    @Override
    public List<Expired<K, V>> expired(int part, long graceMillis) {
        return on(store -> store.expired(part, graceMillis));
    }

    @Override
    public List<K> keys(int part) {
        return on(store -> store.keys(part));
    }

    @Override
    public long count() {
        return on(ChronicleStore::count);
    }

    @Override
    public long evictions() {
        return on(ChronicleStore::evictions);
    }

    @Override
    public StoreUsage usage() {
        return on(ChronicleStore::usage);
    }

    @Override
    public long epoch() {
        return on(ChronicleStore::epoch);
    }

    @Override
    public void beginEpoch() {
        on(store -> {
            store.beginEpoch();
            return true;
        });
    }

    @Override
    public void clear() {
        on(store -> {
            store.clear();
            return true;
        });
    }

    @Override
    public void deleteOnClose() {
        clear(); // for those who go on sharing the files
        deleted = true;
    }

    @Override
    public void close() {
        closed = true;
        try {
            requireNonNull(membership).close();
        } catch (IOException e) {
            throw new UncheckedIOException("the files of cache '%s' could not be closed".formatted(cacheName), e);
        }
    }
}
