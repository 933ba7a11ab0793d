package org.larder.benchmarks.peer;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.util.ReadResolvable;
import net.openhft.chronicle.hash.serialization.BytesReader;
import net.openhft.chronicle.hash.serialization.BytesWriter;
import org.jspecify.annotations.Nullable;
import org.larder.benchmarks.workload.Account;

/** How the raw map writes accounts: component after component, straight into its memory. */
final class AccountMarshaller implements BytesReader<Account>, BytesWriter<Account>, ReadResolvable<AccountMarshaller> {

    static final AccountMarshaller INSTANCE = new AccountMarshaller();

    private AccountMarshaller() {}

    @Override
    public void write(Bytes<?> to, Account account) {
        to.writeLong(account.id());
        to.writeUtf8(account.name());
        to.writeUtf8(account.email());
        to.writeInt(account.visits());
        to.writeBoolean(account.active());
        to.writeDouble(account.balance());
    }

    @Override
    public Account read(Bytes<?> from, @Nullable Account using) {
        return new Account(
                from.readLong(),
                String.valueOf(from.readUtf8()),
                String.valueOf(from.readUtf8()),
                from.readInt(),
                from.readBoolean(),
                from.readDouble());
    }

    @Override
    public AccountMarshaller readResolve() {
        return INSTANCE;
    }
}
