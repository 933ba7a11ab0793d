package org.larder.quickstart;

import java.io.Serializable;

/**
 * What identifies a jar and tells its size to a developer.
 *
 * @param sha256 SHA-256 of the file, in lower-case hexadecimal digits
 * @param classCount number of entries whose name ends in {@code .class}
 */
public record JarFingerprint(String sha256, int classCount) implements Serializable {}
