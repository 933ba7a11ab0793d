package org.larder.benchmarks.workload;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A kind of data: keys and values of one type each.
 *
 * @param name what to ask for it by
 * @param keyType the type of the keys
 * @param valueType the type of the values
 * @param keyBytes the bytes that a key takes when it is written
 * @param valueBytes the bytes that a typical value takes when it is written
 * @param immutableValues whether a cache by value may hand out the object that it was given
 * @param keys the key of each item; the same for the same item, another for any other
 * @param values values of which each entry has one; a power of two, so that a mask picks one, and few enough to stay in
 *     the processor's cache
 * @param keyForm how keys are written by hand
 * @param valueForm how values are written by hand
 */
public record DataKind<K, V>(
        String name,
        Class<K> keyType,
        Class<V> valueType,
        int keyBytes,
        int valueBytes,
        boolean immutableValues,
        IntFunction<K> keys,
        List<V> values,
        Form<K> keyForm,
        Form<V> valueForm) {

    private static final int DISTINCT_VALUES = 256;
    private static final long SEED = 0x1A2DE2;
    private static final int TEXT_KEY_BYTES = 20;
    private static final int BYTES = 100;
    private static final int LONG_TEXT = 2048;

    private static final Map<String, Supplier<DataKind<?, ?>>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("bytes", DataKind::byteArrays);
        KINDS.put("longs", DataKind::longs);
        KINDS.put("records", DataKind::records);
        KINDS.put("strings", DataKind::strings);
    }

    private static DataKind<String, byte[]> byteArrays() {
        return new DataKind<>(
                "bytes",
                String.class,
                byte[].class,
                TEXT_KEY_BYTES,
                BYTES,
                false,
                DataKind::textKey,
                values(DataKind::bytes),
                Form.TEXT,
                Form.BYTES);
    }

    private static DataKind<Long, Long> longs() {
        return new DataKind<>(
                "longs",
                Long.class,
                Long.class,
                Long.BYTES,
                Long.BYTES,
                true,
                item -> (long) scattered(item),
                values(SplittableRandom::nextLong),
                Form.NUMBER,
                Form.NUMBER);
    }

    private static DataKind<String, Account> records() {
        return new DataKind<>(
                "records",
                String.class,
                Account.class,
                TEXT_KEY_BYTES,
                Form.ACCOUNT.bytes(account(new SplittableRandom(SEED))),
                true,
                DataKind::textKey,
                values(DataKind::account),
                Form.TEXT,
                Form.ACCOUNT);
    }

    private static DataKind<String, String> strings() {
        return new DataKind<>(
                "strings",
                String.class,
                String.class,
                TEXT_KEY_BYTES,
                LONG_TEXT,
                true,
                DataKind::textKey,
                values(DataKind::longText),
                Form.TEXT,
                Form.TEXT);
    }

    /** Returns the names of all kinds. */
    public static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /**
     * Makes the kind of a name, and its values.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static DataKind<?, ?> named(String name) {
        Supplier<DataKind<?, ?>> kind = KINDS.get(name);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "data of the kind '" + name + "' was asked for; there is " + String.join(", ", names()));
        }
        return kind.get();
    }

    /** Returns the key of an item, a new object each time. */
    public K key(int item) {
        return keys.apply(item);
    }

    /** Returns the value that is put in some turn. */
    public V value(int turn) {
        return values.get(turn & (DISTINCT_VALUES - 1));
    }

    /** Returns a copy as one makes it by hand, or the value itself if it cannot be changed. */
    @SuppressWarnings("unchecked") // nothing but arrays of bytes can be changed
    public V copyOf(V value) {
        return immutableValues ? value : (V) ((byte[]) value).clone();
    }

    private static <T> List<T> values(Function<SplittableRandom, T> value) {
        SplittableRandom random = new SplittableRandom(SEED);
        return Stream.generate(() -> value.apply(random)).limit(DISTINCT_VALUES).toList();
    }

    private static String textKey(int item) {
        HexFormat hex = HexFormat.of();
        return "user:" + hex.toHexDigits(scattered(item)) + ":" + hex.toHexDigits(item, 6);
    }

    /** Another number for each, neighbours far apart: the finalizer of MurmurHash3, which loses nothing. */
    private static int scattered(int item) {
        int mixed = (item ^ item >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Account account(SplittableRandom random) {
        String number = HexFormat.of().toHexDigits(random.nextInt());
        return new Account(
                random.nextLong(),
                "Customer of " + number,
                "customer-" + number + "@example.org",
                random.nextInt(1000),
                random.nextBoolean(),
                random.nextDouble());
    }

    private static String longText(SplittableRandom random) {
        return random.ints(LONG_TEXT, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
