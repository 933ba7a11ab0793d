package org.larder.provider.chronicle;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.encryption.Sealer;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore.Expired;

/** What a store does to all of its entries, one segment after the other, so that no lock is held for long. */
final class AllEntries<K, V> {

    private final ClosableMap map;
    private final SegmentAccounts accounts;
    private final EntryCodec<K, ?> codec;
    private final @Nullable Damage damage;
    private final @Nullable EntryCipher cipher;
    private final InstantSource clock;

    /**
     * Creates a way through the entries of a store.
     *
     * @param damage where entries are in a file, and may be damaged; null elsewhere
     * @param cipher what they are encrypted with, or null if they are not
     */
    AllEntries(
            ClosableMap map,
            SegmentAccounts accounts,
            EntryCodec<K, ?> codec,
            @Nullable Damage damage,
            @Nullable EntryCipher cipher,
            InstantSource clock) {
        this.map = map;
        this.accounts = accounts;
        this.codec = codec;
        this.damage = damage;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** Copies of the entries of a segment, decrypted. */
    List<EntryCopy> copies(int segment) {
        return usable(EntryCopy.ofSegment(map, accounts, segment));
    }

    private List<EntryCopy> usable(List<EntryCopy> stored) {
        return new UsableCopies(damage, cipher).of(stored);
    }

    /** The entries of a segment that have been expired for some time; removes those that nobody can make anything of. */
    List<Expired<K, V>> expired(int segment, long graceMillis) {
        map.requireOpen();
        long sinceMillis = clock.millis() - graceMillis;
        if (map.isChecked(segment) && accounts.earliestDeadlineMillis(segment) > sinceMillis) {
            return List.of();
        }
        List<Expired<K, V>> expired = new ArrayList<>();
        List<EntryCopy> found = ExpiredEntries.of(map, accounts, segment, sinceMillis);
        Set<Long> useless = found.stream().map(EntryCopy::stamp).collect(Collectors.toSet());
        for (EntryCopy copy : usable(found)) {
            K key = codec.decodeKey(copy.key());
            if (key != null) {
                expired.add(new Expired<>(key, Condition.unchangedSince(copy.stamp(), copy.asOf())));
                useless.remove(copy.stamp());
            }
        }
        if (!useless.isEmpty()) {
            ExpiredEntries.remove(map, accounts, segment, useless);
        }
        return expired;
    }

    /** The keys of a segment for one who removes them. A damaged one is the key of no entry, and harms nobody. */
    List<K> keys(int segment) {
        return cipher == null ? plainKeys(segment) : sealedKeys(segment, cipher.newSealer());
    }

    private List<K> plainKeys(int segment) {
        Payload bytes = EntryCopy.keysOfSegmentToRemove(map, accounts, segment);
        List<K> keys = new ArrayList<>();
        while (bytes.remaining() > 0) {
            add(bytes, keys);
        }
        return keys;
    }

    /** Under one seal with their values, they take as long to read as these. */
    private List<K> sealedKeys(int segment, Sealer sealer) {
        List<K> keys = new ArrayList<>();
        for (EntryCopy copy : EntryCopy.ofSegmentToRemove(map, accounts, segment)) {
            Payload opened = sealer.open(copy.key(), copy.value(), copy.stamp(), copy.deadlineMillis());
            if (opened != null) {
                add(opened, keys);
            } else if (damage != null) {
                damage.sealed();
            }
        }
        return keys;
    }

    /** Adds the key that comes next, behind its length as a count. */
    private void add(Payload next, List<K> keys) {
        int whole = next.narrow(next.readCount());
        K key = codec.decodeKey(next);
        next.widen(whole);
        if (key != null) {
            keys.add(key);
        }
    }

    /** Removes all entries. */
    void removeAll() {
        for (int i = 0; i < accounts.segments(); i++) {
            int segment = i;
            try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
                context.updateLock().lock();
                accounts.deleted(segment); // also what an eviction took before
                context.forEachSegmentEntry(entry -> {
                    int chunks = context.entrySizeInChunks();
                    entry.doRemove();
                    accounts.removed(segment, chunks);
                    accounts.deleted(segment);
                });
            }
        }
    }
}
