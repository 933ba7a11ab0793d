package org.larder.provider.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.provider.event.Fixture.configuration;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.EventType;
import org.junit.jupiter.api.Test;
import org.larder.provider.event.Fixture.Recorder;
import org.larder.provider.integration.UserCode;
import org.larder.provider.log.LogCapture;

class RegistrationTest {
    private final Fixture fixture = new Fixture();
    private final EventDispatcher<String, Integer> dispatcher = fixture.dispatcher;
    private final Recorder recorder = new Recorder();

    /** A filter that can be closed. */
    private static final class ClosableFilter implements CacheEntryEventFilter<String, Integer>, Closeable {
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public boolean evaluate(CacheEntryEvent<? extends String, ? extends Integer> event) {
            return true;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void listenerHearsEveryTypeWithSourceKeyAndValue() {
        dispatcher.register(configuration(recorder, null, true, true));
        fixture.raise(EventType.CREATED, "a", 1, null);
        fixture.raise(EventType.UPDATED, "a", 2, 1);
        fixture.raise(EventType.REMOVED, "a", null, 2);
        fixture.raise(EventType.EXPIRED, "b", null, 3);
        assertThat(recorder.heard()).containsExactly("CREATED a 1", "UPDATED a 2", "REMOVED a 2", "EXPIRED b 3");
        assertThat(recorder.events).allSatisfy(event -> {
            assertThat((Object) event.getSource()).isSameAs(fixture.cache());
            assertThat(event.isOldValueAvailable()).isEqualTo(event.getOldValue() != null);
        });
        assertThat(recorder.events).extracting(CacheEntryEvent::getOldValue).isEqualTo(Arrays.asList(null, 1, 2, 3));
    }

    @Test
    void listenerThatDoesNotRequireOldValuesGetsNoneWhateverOthersRequire() {
        Recorder other = new Recorder();
        dispatcher.register(configuration(recorder, null, false, true));
        dispatcher.register(configuration(other, null, true, true));
        fixture.raise(EventType.UPDATED, "a", 2, 1);
        fixture.raise(EventType.REMOVED, "a", null, 2);
        fixture.raise(EventType.EXPIRED, "a", null, 2);
        assertThat(recorder.events).hasSize(3).allSatisfy(event -> {
            assertThat(event.isOldValueAvailable()).isFalse();
            assertThat(event.getOldValue()).isNull();
        });
        assertThat(recorder.heard()).containsExactly("UPDATED a 2", "REMOVED a null", "EXPIRED a null");
        assertThat(other.heard()).containsExactly("UPDATED a 2", "REMOVED a 2", "EXPIRED a 2");
    }

    @Test
    void eventIsUnwrappedToItsOwnTypeOnly() {
        dispatcher.register(configuration(recorder, null, true, true));
        fixture.raise(EventType.CREATED, "a", 1, null);
        CacheEntryEvent<? extends String, ? extends Integer> event = recorder.events.get(0);
        assertThat(event.unwrap(EntryEvent.class)).isSameAs(event);
        assertThatThrownBy(() -> event.unwrap(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void onlyTheTypesAListenerImplementsAreHeard() {
        AtomicInteger created = new AtomicInteger();
        CacheEntryCreatedListener<Object, Object> listener = events -> events.forEach(e -> created.incrementAndGet());
        dispatcher.register(
                new MutableCacheEntryListenerConfiguration<String, Integer>(() -> listener, null, false, true));
        assertThat(dispatcher.hears(EventType.CREATED)).isTrue();
        assertThat(dispatcher.hears(EventType.UPDATED)).isFalse();
        fixture.raise(EventType.UPDATED, "a", 2, 1);
        fixture.raise(EventType.CREATED, "b", 1, null);
        assertThat(created).hasValue(1);
    }

    @Test
    void listenerOfNothingIsHarmless() {
        CacheEntryListener<Object, Object> listener = new CacheEntryListener<>() {};
        dispatcher.register(
                new MutableCacheEntryListenerConfiguration<String, Integer>(() -> listener, null, false, true));
        fixture.raise(EventType.CREATED, "a", 1, null);
        assertThat(dispatcher.isEmpty()).isFalse();
    }

    @Test
    void filterKeepsEventsFromItsListenerOnly() {
        Recorder other = new Recorder();
        dispatcher.register(configuration(recorder, event -> event.getValue() > 1, true, true));
        dispatcher.register(configuration(other, null, true, true));
        fixture.raise(EventType.CREATED, "a", 1, null);
        fixture.raise(EventType.CREATED, "b", 2, null);
        assertThat(recorder.heard()).containsExactly("CREATED b 2");
        assertThat(other.heard()).containsExactly("CREATED a 1", "CREATED b 2");
    }

    @Test
    void factoriesAreAskedOnce() {
        AtomicInteger listeners = new AtomicInteger();
        AtomicInteger filters = new AtomicInteger();
        dispatcher.register(new MutableCacheEntryListenerConfiguration<String, Integer>(
                () -> {
                    listeners.incrementAndGet();
                    return recorder;
                },
                () -> {
                    filters.incrementAndGet();
                    return new ClosableFilter();
                },
                true,
                true));
        fixture.raise(EventType.CREATED, "a", 1, null);
        fixture.raise(EventType.CREATED, "b", 1, null);
        assertThat(listeners).hasValue(1);
        assertThat(filters).hasValue(1);
        assertThat(recorder.events).hasSize(2);
    }

    @Test
    void sameConfigurationCannotBeRegisteredTwiceButAgainAfterDeregistration() {
        CacheEntryListenerConfiguration<String, Integer> configuration = configuration(recorder, null, true, true);
        dispatcher.register(configuration);
        assertThatThrownBy(() -> dispatcher.register(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders");
        dispatcher.deregister(configuration);
        assertThat(dispatcher.isEmpty()).isTrue();
        dispatcher.register(configuration);
        fixture.raise(EventType.CREATED, "a", 1, null);
        assertThat(recorder.events).hasSize(1);
    }

    @Test
    void failingFactoryLeavesNothingBehind() {
        MutableCacheEntryListenerConfiguration<String, Integer> configuration =
                new MutableCacheEntryListenerConfiguration<>(
                        () -> recorder,
                        () -> {
                            throw new IllegalStateException("boom");
                        },
                        true,
                        true);
        assertThatThrownBy(() -> dispatcher.register(configuration))
                .isInstanceOf(CacheException.class)
                .hasRootCauseMessage("boom");
        assertThat(recorder.closed).as("the listener made before the filter").hasValue(1);
        assertThat(dispatcher.isEmpty()).isTrue();
        assertThatThrownBy(() -> dispatcher.register(configuration)).isInstanceOf(CacheException.class);
    }

    @Test
    void factoryThatReturnsNullIsRefused() {
        assertThatThrownBy(() -> dispatcher.register(
                        new MutableCacheEntryListenerConfiguration<String, Integer>(() -> null, null, true, true)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("returned null");
        assertThatThrownBy(() -> dispatcher.register(
                        new MutableCacheEntryListenerConfiguration<String, Integer>(null, null, true, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no listener factory");
    }

    @Test
    void deregistrationClosesListenerAndFilterOnce() {
        ClosableFilter filter = new ClosableFilter();
        CacheEntryListenerConfiguration<String, Integer> configuration = configuration(recorder, filter, true, true);
        dispatcher.register(configuration);
        dispatcher.deregister(configuration);
        dispatcher.deregister(configuration);
        dispatcher.close();
        fixture.raise(EventType.CREATED, "a", 1, null);
        assertThat(recorder.closed).hasValue(1);
        assertThat(filter.closed).hasValue(1);
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void closeClosesAllListenersAndRefusesNewOnes() {
        Recorder other = new Recorder();
        dispatcher.register(configuration(recorder, null, true, true));
        dispatcher.register(configuration(other, null, true, false));
        dispatcher.close();
        dispatcher.close();
        assertThat(recorder.closed).hasValue(1);
        assertThat(other.closed).hasValue(1);
        assertThat(dispatcher.isEmpty()).isTrue();
        assertThatThrownBy(() -> dispatcher.register(configuration(new Recorder(), null, true, true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("orders");
    }

    @Test
    void listenerWhoseFactoryClosesTheCacheIsClosed() {
        assertThatThrownBy(() -> dispatcher.register(new MutableCacheEntryListenerConfiguration<String, Integer>(
                        () -> {
                            dispatcher.close();
                            return recorder;
                        },
                        null,
                        true,
                        true)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(recorder.closed).hasValue(1);
    }

    @Test
    void listenerThatCannotBeClosedIsLoggedAndTheOthersAreClosed() {
        // Its closing fails.
        final class Stubborn implements CacheEntryListener<String, Integer>, Closeable {
            @Override
            public void close() throws IOException {
                throw new IOException("stuck");
            }
        }
        dispatcher.register(
                new MutableCacheEntryListenerConfiguration<String, Integer>(() -> new Stubborn(), null, true, true));
        dispatcher.register(configuration(recorder, null, true, true));
        try (LogCapture log = new LogCapture(UserCode.class.getName())) {
            dispatcher.close();
            assertThat(log.messages()).singleElement().asString().contains("orders", "stuck");
        }
        assertThat(recorder.closed).hasValue(1);
    }
}
