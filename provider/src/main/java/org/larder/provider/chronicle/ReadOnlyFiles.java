package org.larder.provider.chronicle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.larder.provider.codec.CodecRegistry;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.files.About;

/**
 * The files of a cache, mapped for reading alone: whatever is done here changes no byte and takes no lock. Others may have
 * them open, whose changes are seen while they are made. For one thread.
 */
final class ReadOnlyFiles implements AutoCloseable {

    private static final String NAME = "files";

    /** The one number that the shape keeps to itself: the bytes of the numbers of a segment. */
    private static final Pattern HEADER_BYTES = Pattern.compile("segmentHeaderSize: (\\d+)");

    private final Geometry geometry;
    /** Has no memory, and is never closed, for Chronicle fails to close what is not open. */
    private final VanillaChronicleMap<Object, Object, Object> shape;

    private final long bytes;
    private final long address;
    private final long firstHeader;
    private final long headerBytes;
    private final StateBlock state;
    private final SegmentAccounts accounts;

    private ReadOnlyFiles(
            Geometry geometry,
            VanillaChronicleMap<Object, Object, Object> shape,
            long bytes,
            long address,
            long firstHeader,
            long headerBytes,
            StateBlock state) {
        this.geometry = geometry;
        this.shape = shape;
        this.bytes = bytes;
        this.address = address;
        this.firstHeader = firstHeader;
        this.headerBytes = headerBytes;
        this.state = state;
        this.accounts = new SegmentAccounts(state, Long.MAX_VALUE, new Counts());
    }

    /**
     * Opens files in which {@link StoreAbout#damage} found nothing wrong.
     *
     * @throws IllegalStateException if Chronicle Map cannot run here; the message says why and what to do
     */
    static ReadOnlyFiles open(Path directory, About about) throws IOException {
        Geometry geometry = StoreAbout.geometry(about);
        PayloadCodec<byte[]> anyCodec = new CodecRegistry(
                        NAME, requireNonNull(ReadOnlyFiles.class.getClassLoader()), null, Map.of())
                .keyCodec(byte[].class, null);
        VanillaChronicleMap<Object, Object, Object> shape = ChronicleStores.shape(NAME, geometry, anyCodec);
        try (FileChannel channel = FileChannel.open(directory.resolve(StoreFiles.ENTRIES), StandardOpenOption.READ)) {
            long bytes = channel.size();
            String header = new String(StoreAbout.header(directory, about), ISO_8859_1);
            Matcher headerBytes = HEADER_BYTES.matcher(header);
            if (!headerBytes.find()) {
                throw new IOException(
                        "the header of the map in '%s' is not one of Chronicle Map 2026.1; use the version of Larder that wrote it"
                                .formatted(directory));
            }
            StateBlock state = StateBlock.readOnly(NAME, geometry, directory.resolve(StoreFiles.STATE));
            return new ReadOnlyFiles(
                    geometry,
                    shape,
                    bytes,
                    OS.map(channel, MapMode.READ_ONLY, 0, bytes),
                    header.length(),
                    Long.parseLong(headerBytes.group(1)),
                    state);
        }
    }

    Geometry geometry() {
        return geometry;
    }

    private long header(int segment) {
        return address + firstHeader + segment * headerBytes;
    }

    private long tier(int segment) {
        return address + firstHeader + geometry.segments() * headerBytes + segment * shape.tierSize;
    }

    /** The entries that a segment says it has. */
    long entries(int segment) {
        return BigSegmentHeader.INSTANCE.entries(header(segment));
    }

    /** The chunks that the entries of a segment are said to take. */
    int chunks(int segment) {
        return accounts.chunks(segment);
    }

    /** Looks at all of a segment. Means nothing while others change it. */
    SegmentWalk walk(int segment) {
        return new SegmentWalk(shape, segment, tier(segment), header(segment));
    }

    @Override
    public void close() throws IOException {
        state.close();
        OS.unmap(address, bytes);
    }
}
