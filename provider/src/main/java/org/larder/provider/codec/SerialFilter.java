package org.larder.provider.codec;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * What one cache lets Java deserialization do: fixed limits, which are generous for honest entries and stop those made
 * to exhaust the JVM, and a pattern of the user that narrows it further.
 *
 * <p>It rejects or is undecided, and never allows by itself, so that it cannot weaken another filter it is combined
 * with.
 */
final class SerialFilter {

    /** How deep objects may be nested. At twice this depth records overflow the stack of an ordinary thread. */
    static final long MAX_DEPTH = 500;

    /** How many objects and references one key or value may hold. */
    static final long MAX_REFERENCES = 10_000_000;

    /** How many bytes one key or value may have. */
    static final long MAX_BYTES = 1L << 30;

    /**
     * How long an array may be for each byte that is there to be read. Each element takes a byte at least; the rest is
     * room for hash tables, which are announced at the size they will have.
     */
    static final long MAX_ARRAY_ELEMENTS_PER_BYTE = 16;

    private final @Nullable String pattern;
    private final @Nullable ObjectInputFilter patternFilter;

    SerialFilter(@Nullable String pattern) {
        this.pattern = pattern;
        this.patternFilter = pattern == null ? null : ObjectInputFilter.Config.createFilter(pattern);
    }

    /** Starts a check of one key or value of a number of bytes. */
    Check check(int byteCount) {
        return new Check(byteCount);
    }

    /** Returns why a class may not be loaded on behalf of stored bytes, or null if it may; asks the JVM-wide filter too. */
    @Nullable
    String refusalOf(Class<?> type) {
        Check check = check(0);
        ObjectInputFilter.FilterInfo info = new ClassOnly(type);
        if (check.checkInput(info) == ObjectInputFilter.Status.REJECTED) {
            return check.refusal();
        }
        ObjectInputFilter jvmWide = ObjectInputFilter.Config.getSerialFilter();
        return jvmWide != null && jvmWide.checkInput(info) == ObjectInputFilter.Status.REJECTED
                ? "the JVM-wide filter rejects class " + type.getName()
                : null;
    }

    /** The filter of one stream, which remembers why it rejected. Confined to the thread that reads. */
    final class Check implements ObjectInputFilter {

        private final int byteCount;
        private @Nullable String refusal;

        private Check(int byteCount) {
            this.byteCount = byteCount;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            refusal = refusalOf(info);
            return refusal == null ? Status.UNDECIDED : Status.REJECTED;
        }

        /** Why this filter rejected, or null if it did not. */
        @Nullable
        String refusal() {
            return refusal;
        }

        private @Nullable String refusalOf(FilterInfo info) {
            if (info.depth() > MAX_DEPTH) {
                return "objects are nested deeper than " + MAX_DEPTH;
            }
            if (info.references() > MAX_REFERENCES) {
                return "there are more than " + MAX_REFERENCES + " references";
            }
            if (info.streamBytes() > MAX_BYTES) {
                return "there are more than " + MAX_BYTES + " bytes";
            }
            if (info.arrayLength() > MAX_ARRAY_ELEMENTS_PER_BYTE * byteCount) {
                return "an array of " + info.arrayLength() + " elements is announced";
            }
            if (patternFilter != null && patternFilter.checkInput(info) == Status.REJECTED) {
                Class<?> type = info.serialClass();
                return "the cache's serial filter '" + pattern + "' rejects "
                        + (type == null ? "its size" : "class " + type.getName());
            }
            return null;
        }
    }

    /** A class met outside a stream. */
    private record ClassOnly(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 0;
        }
    }
}
