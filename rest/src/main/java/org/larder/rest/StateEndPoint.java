package org.larder.rest;

import java.io.InputStream;
import java.util.UUID;
import java.util.regex.Pattern;

/** Tells how far a task is. */
final class StateEndPoint extends SubEndPoint {

    private static final String TASK = "task_id";
    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    StateEndPoint(CacheControl control) {
        super(control, Method.GET, StateEndPoint::answer);
    }

    private static Document answer(CacheControl control, Call call, Caller caller, InputStream body) {
        String id = call.uri().getQueryParameters().getFirst(TASK);
        if (id == null || id.isEmpty()) {
            throw Refusal.badField(TASK, "This query parameter is required.");
        }
        if (!UUID_TEXT.matcher(id).matches()) {
            throw Refusal.badField(TASK, "This must be a UUID.");
        }
        return control.document(control.task(caller, UUID.fromString(id)));
    }
}
