package org.larder.provider.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.Test;
import org.larder.provider.integration.WriterGate.BulkWrite;
import org.larder.provider.operation.DetachedEntry;

class WriterGateTest {
    private final List<String> calls = new ArrayList<>();

    /** A writer that records and then does to the collection what it is told. */
    private final class Scripted implements CacheWriter<String, Integer>, Closeable {
        private final Consumer<Collection<?>> script;

        Scripted(Consumer<Collection<?>> script) {
            this.script = script;
        }

        @Override
        public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
            calls.add("write " + entry);
            script.accept(List.of());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends Integer>> entries) {
            calls.add("writeAll " + entries);
            script.accept(entries);
        }

        @Override
        public void delete(Object key) {
            calls.add("delete " + key);
            script.accept(List.of());
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            calls.add("deleteAll " + keys);
            script.accept(keys);
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private WriterGate<String, Integer> gate(Consumer<Collection<?>> script) {
        return new WriterGate<>("orders", new Scripted(script));
    }

    private static Map<String, Integer> entries() {
        Map<String, Integer> entries = new LinkedHashMap<>();
        entries.put("a", 1);
        entries.put("b", 2);
        entries.put("c", 3);
        return entries;
    }

    private static void removeFirst(Collection<?> collection, int count) {
        Iterator<?> iterator = collection.iterator();
        for (int i = 0; i < count; i++) {
            iterator.next();
            iterator.remove();
        }
    }

    /** What the writer did must mean the same for both bulk calls. */
    private void bothBulkCalls(Consumer<Collection<?>> script, Consumer<BulkWrite<String>> expectation) {
        expectation.accept(gate(script).writeAll(entries()));
        expectation.accept(gate(script).deleteAll(entries().keySet()));
    }

    @Test
    void everyCallReachesTheWriter() {
        WriterGate<String, Integer> gate = gate(collection -> {});
        gate.write("a", 1);
        gate.delete("b");
        gate.writeAll(entries());
        gate.deleteAll(entries().keySet());
        gate.close();
        assertThat(calls)
                .containsExactly("write a=1", "delete b", "writeAll [a=1, b=2, c=3]", "deleteAll [a, b, c]", "close");
    }

    @Test
    void bulkCallsOfNothingDoNotReachTheWriter() {
        WriterGate<String, Integer> gate = gate(collection -> {});
        assertThat(gate.writeAll(Map.of())).isEqualTo(new BulkWrite<>(List.of(), null));
        assertThat(gate.deleteAll(List.of())).isEqualTo(new BulkWrite<>(List.of(), null));
        assertThat(calls).isEmpty();
    }

    @Test
    void exceptionsOfSingleCallsAreWrappedOnceAndErrorsPass() {
        IllegalStateException exception = new IllegalStateException("boom");
        CacheWriterException already = new CacheWriterException("already");
        AssertionError error = new AssertionError("error");
        WriterGate<String, Integer> gate = gate(collection -> {
            throw exception;
        });
        assertThatThrownBy(() -> gate.write("a", 1))
                .isInstanceOf(CacheWriterException.class)
                .hasCause(exception)
                .hasMessageContaining("orders")
                .hasMessageContaining("Scripted");
        assertThatThrownBy(() -> gate.delete("a"))
                .isInstanceOf(CacheWriterException.class)
                .hasCause(exception);
        WriterGate<String, Integer> polite = gate(collection -> {
            throw already;
        });
        assertThatThrownBy(() -> polite.write("a", 1)).isSameAs(already);
        assertThatThrownBy(() -> polite.delete("a")).isSameAs(already);
        WriterGate<String, Integer> broken = gate(collection -> {
            throw error;
        });
        assertThatThrownBy(() -> broken.write("a", 1)).isSameAs(error);
        assertThatThrownBy(() -> broken.delete("a")).isSameAs(error);
    }

    @Test
    void interruptIsRestored() {
        WriterGate<String, Integer> gate = gate(collection -> {
            throw new IllegalStateException(new InterruptedException());
        });
        assertThatThrownBy(() -> gate.write("a", 1)).isInstanceOf(CacheWriterException.class);
        assertThat(Thread.interrupted()).isTrue();
        gate.writeAll(entries());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void allAreWrittenWhenAllWereRemoved() {
        bothBulkCalls(Collection::clear, result -> {
            assertThat(result.written()).containsExactly("a", "b", "c");
            assertThatCode(result::rethrow).doesNotThrowAnyException();
        });
    }

    @Test
    void allAreWrittenWhenTheWriterNeverRemovesAnything() {
        bothBulkCalls(collection -> {}, result -> {
            assertThat(result.written()).containsExactly("a", "b", "c");
            assertThat(result.failure()).isNull();
        });
    }

    @Test
    void partialFailureTellsWhatWasWritten() {
        CacheWriterException failure = new CacheWriterException("full");
        bothBulkCalls(
                collection -> {
                    removeFirst(collection, 2);
                    throw failure;
                },
                result -> {
                    assertThat(result.written()).containsExactly("a", "b");
                    assertThatThrownBy(result::rethrow).isSameAs(failure);
                });
    }

    @Test
    void failureBeforeAnythingWasRemovedMeansNothingWasWritten() {
        bothBulkCalls(
                collection -> {
                    throw new IllegalStateException("down");
                },
                result -> {
                    assertThat(result.written()).isEmpty();
                    assertThatThrownBy(result::rethrow)
                            .isInstanceOf(CacheWriterException.class)
                            .hasRootCauseMessage("down");
                });
    }

    @Test
    void errorPassesAfterTheCacheHasFollowed() {
        AssertionError error = new AssertionError("error");
        bothBulkCalls(
                collection -> {
                    removeFirst(collection, 1);
                    throw error;
                },
                result -> {
                    assertThat(result.written()).containsExactly("a");
                    assertThatThrownBy(result::rethrow).isSameAs(error);
                });
    }

    @Test
    void writerThatReturnsWithSomeLeftHasFailedSilently() {
        bothBulkCalls(collection -> removeFirst(collection, 2), result -> {
            assertThat(result.written()).containsExactly("a", "b");
            assertThatThrownBy(result::rethrow)
                    .isInstanceOf(CacheWriterException.class)
                    .hasMessageContaining("1 of 3");
        });
    }

    // The collection is one of objects to whoever ignores its type arguments.
    @SuppressWarnings("unchecked")
    private static void addForeign(Collection<?> collection) {
        ((Collection<Object>) collection).add("foreign");
        ((Collection<Object>) collection).add(null);
    }

    @Test
    void whatTheWriterAddsCountsForNothing() {
        bothBulkCalls(
                collection -> {
                    removeFirst(collection, 3);
                    addForeign(collection);
                },
                result -> {
                    assertThat(result.written()).containsExactly("a", "b", "c");
                    assertThat(result.failure()).isNull();
                });
    }

    @Test
    void callersCollectionsAreLeftAlone() {
        Map<String, Integer> entries = entries();
        gate(Collection::clear).writeAll(entries);
        gate(Collection::clear).deleteAll(entries.keySet());
        assertThat(entries).hasSize(3);
    }

    @Test
    void entryIsUnwrappedToItsOwnTypeOnly() {
        DetachedEntry<String, Integer> entry = new DetachedEntry<>("a", 1);
        assertThat(entry.getKey()).isEqualTo("a");
        assertThat(entry.getValue()).isEqualTo(1);
        assertThat(entry.unwrap(DetachedEntry.class)).isSameAs(entry);
        assertThatThrownBy(() -> entry.unwrap(Integer.class)).isInstanceOf(IllegalArgumentException.class);
    }
}
