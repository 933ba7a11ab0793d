package org.larder.provider.chronicle;

/**
 * Where an entry stands among those of its segment when one has to go, in one long of its header: how often it was used
 * of late in the lowest byte, where readers count, then whether it is in the main queue or in the small one, then its
 * position, the lower the older. So marks of one queue compare as the ages of their entries do.
 */
final class QueueMark {

    /** Uses beyond this are not counted, so that hot entries are not written to at all. */
    static final int MAX_USES = 3;

    private static final long MAIN = 1L << Byte.SIZE;
    private static final int POSITION_SHIFT = Byte.SIZE + 1;

    private QueueMark() {}

    /** The mark of an entry that comes into the small queue. */
    static long inSmall(long position) {
        return position << POSITION_SHIFT;
    }

    /** The mark of an entry that comes into the main queue, or to its end again. */
    static long inMain(long position, int uses) {
        return position << POSITION_SHIFT | MAIN | uses;
    }

    /** The mark of an entry that was used once more. */
    static long usedAgain(long mark) {
        return uses(mark) < MAX_USES ? mark + 1 : mark;
    }

    static boolean isMain(long mark) {
        return (mark & MAIN) != 0;
    }

    /** The uses, never more than are counted whatever the mark is. */
    static int uses(long mark) {
        return Math.min((int) mark & 0xFF, MAX_USES);
    }

    static long position(long mark) {
        return mark >>> POSITION_SHIFT;
    }
}
