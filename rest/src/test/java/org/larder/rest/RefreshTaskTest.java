package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One refresh by itself. */
class RefreshTaskTest {

    @Test
    void aTaskThatHasEndedHoldsNoKeys() {
        CachedResource<Long> resource = new CachedResource<>(
                "things", new HandLoads().cache(), Selection.of("things", parameters -> Set.of(1L)), 1, 100);
        RefreshTask task = task(resource);
        WeakReference<Load<?>> load = new WeakReference<>(task.begin());
        assertThat(load.refersTo(null)).isFalse();
        assertThat(task.fail()).isTrue();
        await().until(() -> {
            System.gc();
            return load.refersTo(null);
        });
        assertThat(task.state()).isEqualTo(TaskState.FAILURE);
    }

    private static RefreshTask task(CachedResource<Long> resource) {
        Load<?> load = resource.load(RefreshParameters.of(Map.of("a", 1)), Caller.of("ann"));
        return new RefreshTask("ann", new UserEntry("ann", null, "nonce"), load);
    }
}
