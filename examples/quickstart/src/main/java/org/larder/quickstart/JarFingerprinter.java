package org.larder.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipFile;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;

/** The cache's loader: computes the fingerprint of the jar at a path. */
public final class JarFingerprinter implements CacheLoader<String, JarFingerprint> {

    /** Creates the loader; the cache does so through its factory. */
    public JarFingerprinter() {}

    /**
     * Reads the jar at {@code path} in full.
     *
     * @throws CacheLoaderException caused by an {@link IOException} when the file cannot be read or is no jar
     */
    @Override
    public JarFingerprint load(String path) {
        try {
            return fingerprint(Path.of(path));
        } catch (IOException e) {
            throw new CacheLoaderException("cannot fingerprint " + path, e);
        }
    }

    @Override
    public Map<String, JarFingerprint> loadAll(Iterable<? extends String> paths) {
        Map<String, JarFingerprint> fingerprints = new HashMap<>();
        paths.forEach(path -> fingerprints.put(path, load(path)));
        return fingerprints;
    }

    private static JarFingerprint fingerprint(Path jar) throws IOException {
        return new JarFingerprint(sha256(jar), classCount(jar));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int classCount(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return (int) zip.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .count();
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
