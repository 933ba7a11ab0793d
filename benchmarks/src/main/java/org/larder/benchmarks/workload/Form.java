package org.larder.benchmarks.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * How values of a type are written by hand, for peers that ask their users for a serializer.
 *
 * @param <T> the type
 */
public interface Form<T> {

    /** Text as UTF-8. */
    Form<String> TEXT = new Form<>() {
        @Override
        public int bytes(String text) {
            return utf8Bytes(text);
        }

        @Override
        public void write(String text, ByteBuffer to) {
            to.put(text.getBytes(UTF_8));
        }

        @Override
        public String read(ByteBuffer from) {
            return text(from, from.remaining());
        }
    };

    /** Bytes as they are. */
    Form<byte[]> BYTES = new Form<>() {
        @Override
        public int bytes(byte[] value) {
            return value.length;
        }

        @Override
        public void write(byte[] value, ByteBuffer to) {
            to.put(value);
        }

        @Override
        public byte[] read(ByteBuffer from) {
            byte[] value = new byte[from.remaining()];
            from.get(value);
            return value;
        }
    };

    /** Numbers in eight bytes. */
    Form<Long> NUMBER = new Form<>() {
        @Override
        public int bytes(Long value) {
            return Long.BYTES;
        }

        @Override
        public void write(Long value, ByteBuffer to) {
            to.putLong(value);
        }

        @Override
        public Long read(ByteBuffer from) {
            return from.getLong();
        }
    };

    /** Accounts, component after component. */
    Form<Account> ACCOUNT = new Form<>() {
        private static final int FIXED = Long.BYTES + 2 * Short.BYTES + Integer.BYTES + Byte.BYTES + Double.BYTES;

        @Override
        public int bytes(Account account) {
            return FIXED + utf8Bytes(account.name()) + utf8Bytes(account.email());
        }

        @Override
        public void write(Account account, ByteBuffer to) {
            to.putLong(account.id());
            writeShortText(account.name(), to);
            writeShortText(account.email(), to);
            to.putInt(account.visits());
            to.put((byte) (account.active() ? 1 : 0));
            to.putDouble(account.balance());
        }

        @Override
        public Account read(ByteBuffer from) {
            return new Account(
                    from.getLong(),
                    text(from, from.getShort()),
                    text(from, from.getShort()),
                    from.getInt(),
                    from.get() == 1,
                    from.getDouble());
        }
    };

    /** Returns how many bytes a value takes. */
    int bytes(T value);

    /** Writes a value from the buffer's position on. */
    void write(T value, ByteBuffer to);

    /** Returns what was written, read from the buffer's position on. */
    T read(ByteBuffer from);

    /** Returns a buffer of its own that holds a value and nothing else, ready to be read. */
    default ByteBuffer written(T value) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes(value));
        write(value, buffer);
        return buffer.flip();
    }

    private static void writeShortText(String text, ByteBuffer to) {
        byte[] bytes = text.getBytes(UTF_8);
        to.putShort((short) bytes.length);
        to.put(bytes);
    }

    private static String text(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair stands for two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
