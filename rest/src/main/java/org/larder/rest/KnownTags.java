package org.larder.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags that a request names in {@code If-Match} or {@code If-None-Match}, be they in quotes, as they must be, or
 * not, as some clients send them.
 */
final class KnownTags {

    private static final String WEAK = "W/";

    private KnownTags() {}

    /** Whether what has this tag is what the client has. */
    static boolean unchanged(HttpHeaders headers, String tag) {
        List<String> known = headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        return isGiven(known) && anyIs(known, tag, true);
    }

    /** Whether the client wants an answer only if it is what it has, and it is not. */
    static boolean refused(HttpHeaders headers, String tag) {
        List<String> wanted = headers.getRequestHeader(HttpHeaders.IF_MATCH);
        return isGiven(wanted) && !anyIs(wanted, tag, false);
    }

    private static boolean isGiven(@Nullable List<String> lines) {
        return lines != null && !lines.isEmpty();
    }

    /** Tags of ours have no commas. */
    private static boolean anyIs(List<String> lines, String tag, boolean weakToo) {
        for (String line : lines) {
            for (String given : line.split(",", -1)) {
                String one = given.strip();
                if (weakToo && one.startsWith(WEAK)) {
                    one = one.substring(WEAK.length());
                }
                if (one.equals("*") || one.equals(tag) || one.equals('"' + tag + '"')) {
                    return true;
                }
            }
        }
        return false;
    }
}
