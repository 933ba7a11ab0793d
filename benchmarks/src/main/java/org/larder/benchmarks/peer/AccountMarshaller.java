package org.larder.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

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
        writeText(account.name(), to);
        writeText(account.email(), to);
        to.writeInt(account.visits());
        to.writeBoolean(account.active());
        to.writeDouble(account.balance());
    }

    @Override
    public Account read(Bytes<?> from, @Nullable Account using) {
        return new Account(
                from.readLong(), text(from), text(from), from.readInt(), from.readBoolean(), from.readDouble());
    }

    private static void writeText(String text, Bytes<?> to) {
        byte[] bytes = text.getBytes(UTF_8);
        to.writeShort((short) bytes.length);
        to.write(bytes);
    }

    /** Not by readUtf8, which keeps a pool of strings that the few values of a benchmark fit into. */
    private static String text(Bytes<?> from) {
        byte[] bytes = new byte[from.readShort()];
        from.read(bytes);
        return new String(bytes, UTF_8);
    }

    @Override
    public AccountMarshaller readResolve() {
        return INSTANCE;
    }
}
