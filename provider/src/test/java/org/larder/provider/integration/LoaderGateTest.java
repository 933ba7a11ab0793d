package org.larder.provider.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.statistics.LoadTimes;

class LoaderGateTest {

    /** A loader that does what it is told. */
    private record Scripted(Function<List<String>, Map<String, Integer>> script)
            implements CacheLoader<String, Integer> {
        @Override
        public @Nullable Integer load(String key) {
            return script.apply(List.of(key)).get(key);
        }

        @Override
        public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
            List<String> asked = new ArrayList<>();
            keys.forEach(asked::add);
            return script.apply(asked);
        }
    }

    private static LoaderGate<String, Integer> gate(Function<List<String>, Map<String, Integer>> script) {
        return new LoaderGate<>("orders", Integer.class, new Scripted(script), new LoadTimes());
    }

    // The compiler takes the checked exception for an unchecked one, as code in other languages can.
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static LoaderGate<String, Integer> throwing(Throwable thrown) {
        return gate(keys -> {
            LoaderGateTest.<RuntimeException>sneak(thrown);
            return Map.of();
        });
    }

    private static Throwable thrownBy(LoaderGate<String, Integer> gate, boolean bulk) {
        return catchThrowable(() -> {
            if (bulk) {
                gate.loadAll(List.of("a"));
            } else {
                gate.load("a");
            }
        });
    }

    @Test
    void loadReturnsTheValueOrNull() {
        LoaderGate<String, Integer> gate = gate(keys -> Map.of("a", 1));
        assertThat(gate.load("a")).isEqualTo(1);
        assertThat(gate.load("b")).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void exceptionsAreWrappedOnceAndErrorsPass(boolean bulk) {
        IllegalStateException exception = new IllegalStateException("boom");
        assertThat(thrownBy(throwing(exception), bulk))
                .isInstanceOf(CacheLoaderException.class)
                .hasCause(exception)
                .hasMessageContaining("orders")
                .hasMessageContaining("Scripted");
        CacheLoaderException already = new CacheLoaderException("already");
        assertThat(thrownBy(throwing(already), bulk)).isSameAs(already);
        AssertionError error = new AssertionError("error");
        assertThat(thrownBy(throwing(error), bulk)).isSameAs(error);
        IOException checked = new IOException("sneaked");
        assertThat(thrownBy(throwing(checked), bulk))
                .isInstanceOf(CacheLoaderException.class)
                .hasCause(checked);
        assertThat(Thread.interrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptIsRestoredWhenItWasOfThisThread(boolean bulk) {
        thrownBy(throwing(new InterruptedException()), bulk);
        assertThat(Thread.interrupted()).isTrue();
        thrownBy(throwing(new CacheLoaderException(new RuntimeException(new InterruptedException()))), bulk);
        assertThat(Thread.interrupted()).isTrue();
        thrownBy(throwing(new RuntimeException(new ExecutionException(new InterruptedException()))), bulk);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void loadAllKeepsWhatWasAskedForAndLoaded() {
        Map<String, Integer> returned = new HashMap<>();
        returned.put("a", 1);
        returned.put("b", null);
        returned.put(null, 3);
        returned.put("d", 4);
        returned.put("extra", 5);
        assertThat(gate(keys -> returned).loadAll(List.of("d", "c", "b", "a")))
                .containsExactly(Map.entry("d", 4), Map.entry("a", 1));
    }

    @Test
    void loadAllOfNothingDoesNotCallTheLoader() {
        assertThat(throwing(new AssertionError()).loadAll(List.of())).isEmpty();
    }

    @Test
    void nullInsteadOfAMapIsAFailure() {
        assertThatThrownBy(() -> gate(keys -> null).loadAll(List.of("a")))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessageContaining("empty map");
    }

    @Test
    void mapThatThrowsIsAFailureOfTheLoader() {
        Map<String, Integer> hostile = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Integer get(Object key) {
                throw new IllegalStateException("hostile");
            }
        };
        assertThatThrownBy(() -> gate(keys -> hostile).loadAll(List.of("a")))
                .isInstanceOf(CacheLoaderException.class)
                .hasRootCauseMessage("hostile");
    }

    @Test
    void loaderCannotChangeTheKeys() {
        List<String> keys = new ArrayList<>(List.of("a", "b"));
        CacheLoader<String, Integer> greedy = new CacheLoader<>() {
            @Override
            public Integer load(String key) {
                return 1;
            }

            @Override
            public Map<String, Integer> loadAll(Iterable<? extends String> asked) {
                Iterator<? extends String> iterator = asked.iterator();
                iterator.next();
                iterator.remove();
                return Map.of();
            }
        };
        assertThatThrownBy(() -> new LoaderGate<>("orders", Integer.class, greedy, new LoadTimes()).loadAll(keys))
                .isInstanceOf(CacheLoaderException.class);
        assertThat(keys).containsExactly("a", "b");
    }

    @Test
    void closeClosesAClosableLoaderAndLeavesOthersAlone() {
        List<String> closed = new ArrayList<>();
        final class ClosableLoader implements CacheLoader<String, Integer>, Closeable {
            @Override
            public Integer load(String key) {
                return 1;
            }

            @Override
            public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
                return Map.of();
            }

            @Override
            public void close() {
                closed.add("closed");
            }
        }
        new LoaderGate<>("orders", Integer.class, new ClosableLoader(), new LoadTimes()).close();
        gate(keys -> Map.of()).close();
        assertThat(closed).containsExactly("closed");
    }
}
