package org.larder.rest;

import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes refreshes. */
final class RefreshEndPoint extends SubEndPoint {

    private static final String TITLE = "resource_title";
    private static final String DEVICE = "X-Device-Id";
    private static final int MAX_DEVICE_CHARACTERS = 255;

    RefreshEndPoint(CacheControl control) {
        super(control, Method.POST, RefreshEndPoint::answer);
    }

    private static Document answer(CacheControl control, Call call, Caller caller, InputStream body) {
        String device = device(call);
        Map<String, @Nullable Object> json =
                JsonBody.read(call.headers(), body, control.maxBodyBytes(), control.json());
        Object title = json.remove(TITLE);
        if (title == null) {
            throw Refusal.badField(TITLE, "This field is required.");
        }
        if (!(title instanceof String text) || text.isBlank()) {
            throw Refusal.badField(TITLE, "This must be a string that is not blank.");
        }
        RefreshTask task = control.refresh(caller, device, text, parameters(json));
        TaskState state = task.state();
        return control.document(RefreshTask.json(task.id(), state.isFinal() ? state : TaskState.PENDING));
    }

    private static RefreshParameters parameters(Map<String, @Nullable Object> json) {
        try {
            return RefreshParameters.of(json);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(400, "A number in the body is too large.");
        }
    }

    private static @Nullable String device(Call call) {
        String device = call.headers().getHeaderString(DEVICE);
        if (device == null || device.isBlank()) {
            return null;
        }
        if (device.length() > MAX_DEVICE_CHARACTERS) {
            throw Refusal.badField(DEVICE, "This must have at most %d characters.".formatted(MAX_DEVICE_CHARACTERS));
        }
        return device;
    }
}
