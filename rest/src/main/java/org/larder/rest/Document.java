package org.larder.rest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is answered.
 *
 * @param json the text
 * @param tag its strong validator
 */
record Document(String json, String tag) {

    /** The document that shows entries; while they are as they were, it need not be made again. */
    record OfEntries(List<Map<String, @Nullable Object>> entries, Document document) {}
}
