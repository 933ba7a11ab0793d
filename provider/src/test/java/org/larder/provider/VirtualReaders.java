package org.larder.provider;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.larder.provider.Rig.Storage;

/** A program of 32 virtual threads that read what is being loaded. Prints {@code done} if each key was loaded once. */
public final class VirtualReaders {

    private VirtualReaders() {}

    public static void main(String[] arguments) throws Exception {
        for (Storage storage : Storage.values()) {
            AtomicInteger loads = new AtomicInteger();
            CacheLoader<String, String> loader = new CacheLoader<>() {
                @Override
                public String load(String key) {
                    for (int n = 0; n < 50; n++) {
                        LockSupport.parkNanos(
                                10_000); // lets the readers come, who have one carrier thread between them
                    }
                    return key + loads.incrementAndGet();
                }

                @Override
                public Map<String, String> loadAll(Iterable<? extends String> keys) {
                    return Map.of();
                }
            };
            try (Rig rig = new Rig()) {
                Cache<String, String> cache = rig.create(
                        "orders", storage.strings().setReadThrough(true).setCacheLoaderFactory(Journal.one(loader)));
                List<String> read = Threads.together(Threads.Kind.VIRTUAL, 32, i -> () -> cache.get("k"));
                if (!read.stream().allMatch("k1"::equals)) {
                    throw new AssertionError(read);
                }
            }
        }
        System.out.println("done");
    }
}
