package org.larder.provider.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record as a payload defines them, which need not be those that the record has now, and where each
 * of them goes.
 */
final class Layout {

    /** Stands for a component that the record no longer has. */
    private static final int GONE = -1;

    /** The number of bytes of a component's name hash. */
    private static final int HASH_BYTES = 3;

    /** A stored component: the hash of its name and its kind. */
    record Part(int nameHash, Kind kind) {}

    private final List<Part> parts;
    private final @Nullable String name;
    private final @Nullable RecordType type;
    private final int @Nullable [] targets;

    private Layout(List<Part> parts, @Nullable String name, @Nullable RecordType type, int @Nullable [] targets) {
        this.parts = parts;
        this.name = name;
        this.type = type;
        this.targets = targets;
    }

    /** The layout of a record as it is now. */
    static Layout own(RecordType type, List<Part> parts) {
        return new Layout(List.copyOf(parts), null, type, null);
    }

    /** Writes components, which is the shape of a record. */
    static void write(List<Part> parts, Payload out) {
        out.writeCount(parts.size());
        for (Part part : parts) {
            for (int i = 0; i < HASH_BYTES; i++) {
                out.writeByte(part.nameHash >> (i * Byte.SIZE));
            }
            part.kind.write(out);
        }
    }

    /** Reads the shape of a record whose type is yet to be found. */
    static Layout read(Payload in, @Nullable String name) {
        int count = in.readCount();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int nameHash = 0;
            for (int j = 0; j < HASH_BYTES; j++) {
                nameHash |= (in.readByte() & 0xFF) << (j * Byte.SIZE);
            }
            parts.add(new Part(nameHash, Kind.read(in)));
        }
        return new Layout(parts, name, null, null);
    }

    /** The number that stands for the name of a component: FNV-1a of its characters, folded to three bytes. */
    static int hash(String componentName) {
        int hash = 0x811C9DC5;
        for (int i = 0; i < componentName.length(); i++) {
            char c = componentName.charAt(i);
            hash = (hash ^ (c & 0xFF)) * 0x01000193;
            hash = (hash ^ c >>> Byte.SIZE) * 0x01000193;
        }
        return (hash ^ (hash >>> (HASH_BYTES * Byte.SIZE))) & 0xFFFFFF;
    }

    /** The class name that came with the definition, if it was passed over. */
    @Nullable
    String name() {
        return name;
    }

    RecordType type() {
        if (type == null) {
            throw new IllegalStateException("the class of a record is missing");
        }
        return type;
    }

    /** Where the stored components go, or null if they are those that the record has now, in the same order. */
    int @Nullable [] targets() {
        return targets;
    }

    /**
     * This layout for a record type.
     *
     * @throws FormException if the type of a component was changed, or no component is one of the record
     */
    Layout of(RecordType newType) {
        if (newType == type) {
            return this;
        }
        int[] newTargets = new int[parts.size()];
        int found = 0;
        for (int i = 0; i < newTargets.length; i++) {
            newTargets[i] = newType.indexOf(parts.get(i), GONE);
            found += newTargets[i] == GONE ? 0 : 1;
        }
        if (found == 0 && !parts.isEmpty() && newType.hasComponents()) {
            throw new FormException(
                    "record " + newType.name() + " has none of the " + parts.size()
                            + " components that were stored; the entry was written as another type: remove it",
                    null);
        }
        return new Layout(parts, null, newType, newTargets);
    }

    /** Passes over the components of a record. */
    void skipComponents(Decoding from) {
        parts.forEach(part -> part.kind.skip(from));
    }

    /** Passes over a component. */
    void skip(int index, Decoding from) {
        parts.get(index).kind.skip(from);
    }
}
