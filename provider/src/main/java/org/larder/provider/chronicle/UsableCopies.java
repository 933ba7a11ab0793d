package org.larder.provider.chronicle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.encryption.Sealer;

/** Copies of entries as they were written and not encrypted any more. Others are passed over. For one thread. */
final class UsableCopies {

    private final @Nullable Damage damage;
    private final @Nullable Sealer sealer;
    private final Checksum checksum = new Checksum();

    /**
     * Creates a way to read copies.
     *
     * @param damage where entries are in a file, and may be damaged; null elsewhere
     * @param cipher what they are encrypted with, or null if they are not
     */
    UsableCopies(@Nullable Damage damage, @Nullable EntryCipher cipher) {
        this.damage = damage;
        this.sealer = cipher == null ? null : cipher.newSealer();
    }

    List<EntryCopy> of(List<EntryCopy> stored) {
        List<EntryCopy> usable = new ArrayList<>(stored.size());
        for (EntryCopy copy : stored) {
            EntryCopy opened = isIntact(copy) ? opened(copy) : null;
            if (opened != null) {
                usable.add(opened);
            }
        }
        return usable;
    }

    private boolean isIntact(EntryCopy copy) {
        if (damage == null
                || checksum.of(copy.key(), copy.value(), copy.stamp(), copy.deadlineMillis()) == copy.check()) {
            return true;
        }
        damage.broken();
        return false;
    }

    private @Nullable EntryCopy opened(EntryCopy copy) {
        if (sealer == null) {
            return copy;
        }
        Payload opened = sealer.open(copy.key(), copy.value(), copy.stamp(), copy.deadlineMillis());
        if (opened == null) {
            if (damage != null) {
                damage.sealed();
            }
            return null;
        }
        Payload key = Payload.of(opened.readBytes(opened.readCount()));
        Payload value = Payload.of(opened.readBytes(opened.remaining()));
        return new EntryCopy(key, value, copy.stamp(), copy.asOf(), copy.deadlineMillis(), copy.check());
    }
}
