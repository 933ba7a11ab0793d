package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.policies.PolicyRig.CONTEXT;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.lookup;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;

/** What is found; rows S3-20 to S3-22. */
class LookupCacheTest {

    private static final CacheKey KEY = key("P", "a");

    private final PolicyRig rig = new PolicyRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("S3-20")
    void missLeavesTheVariableAsItWas() {
        rig.flow.put("found", "x");
        LookupResult result = lookup(KEY).build().execute(rig.caches, CONTEXT, rig.variables);
        assertThat(result.hit()).isFalse();
        assertThat(result).isEqualTo(new LookupResult("__shared", "P__a", null, "found"));
        assertThat(rig.flow)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "found", "x",
                        "lookupcache.LOOK-1.cachename", "__shared",
                        "lookupcache.LOOK-1.cachekey", "P__a",
                        "lookupcache.LOOK-1.cachehit", false,
                        "lookupcache.LOOK-1.assignto", "found"));
    }

    @Test
    @Tag("S3-21")
    void hitSetsTheDocumentedVariables() {
        rig.caches.createCache("mine");
        rig.put(PolicyRig.populate(KEY).cacheResource("mine").build(), "value");
        rig.flow.clear();
        LookupResult result = lookup(KEY).cacheResource("mine").build().execute(rig.caches, CONTEXT, rig.variables);
        assertThat(result.hit()).isTrue();
        assertThat(result).isEqualTo(new LookupResult("mine", "P__a", "value", "found"));
        assertThat(rig.flow)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "found", "value",
                        "lookupcache.LOOK-1.cachename", "mine",
                        "lookupcache.LOOK-1.cachekey", "P__a",
                        "lookupcache.LOOK-1.cachehit", true,
                        "lookupcache.LOOK-1.assignto", "found"));
    }

    /** A cache whose look-ups wait until they are let go, or fail. */
    private Cache<String, byte[]> loadingCache(CacheLoader<String, byte[]> loader) {
        return rig.manager.createCache(
                "slow",
                new LarderConfiguration<String, byte[]>()
                        .setTypes(String.class, byte[].class)
                        .setEncrypted(true)
                        .setKeySourceFactory(PolicyRig.keys(1))
                        .setReadThrough(true)
                        .setCacheLoaderFactory(() -> loader));
    }

    /** A loader of one method. */
    @FunctionalInterface
    private interface OneByOne extends CacheLoader<String, byte[]> {
        @Override
        default Map<String, byte[]> loadAll(Iterable<? extends String> keys) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    @Tag("S3-22")
    @Tag("S3-35")
    void lookupThatTakesTooLongIsAMissAndIsCounted() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        OneByOne waiting = key -> {
            began.countDown();
            await(letGo);
            return new byte[] {1, 'v'};
        };
        Cache<String, byte[]> slow = loadingCache(waiting);
        LookupCache policy =
                lookup(KEY).cacheResource("slow").cacheLookupTimeoutInSeconds(1).build();
        long asked = System.nanoTime();
        assertThat(rig.get(policy)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofSeconds(1), LookupCache.DEFAULT_TIMEOUT.minusSeconds(1));
        assertThat(rig.flow).containsEntry("lookupcache.LOOK-1.cachehit", false);
        PolicyStatisticsMXBean statistics = rig.caches.statistics("slow");
        assertThat(statistics.getCacheMisses()).isEqualTo(1);
        assertThat(statistics.getTimedOutLookups()).isEqualTo(1);
        began.await();
        letGo.countDown();
        Awaitility.await().until(() -> slow.containsKey("P__a"));
        assertThat(rig.get(lookup(KEY).cacheResource("slow").build())).isEqualTo("v");
        assertThat(statistics.getCacheHits()).isEqualTo(1);
        assertThat(statistics.getCacheMisses()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    @Tag("S3-22")
    void timeoutIsPositive(int seconds) {
        assertThatThrownBy(() -> lookup(KEY).cacheLookupTimeoutInSeconds(seconds))
                .isInstanceOfSatisfying(
                        PolicyConfigurationException.class,
                        e -> assertThat(e.errorName()).isEqualTo("InvalidTimeout"))
                .hasMessage("CacheLookupTimeoutInSeconds " + seconds + " value should be greater than zero.");
    }

    @Test
    @Tag("S3-22")
    void timeoutIs12SecondsUnlessSet() {
        assertThat(lookup(KEY).build().timeout()).hasSeconds(12);
        assertThat(lookup(KEY).cacheLookupTimeoutInSeconds(3).build().timeout()).hasSeconds(3);
    }

    @Test
    void lookupsRunOnTheExecutorThatIsGiven() {
        AtomicReference<Runnable> work = new AtomicReference<>();
        try (PolicyRig given = new PolicyRig(caches -> caches.lookupExecutor(command -> {
            work.set(command);
            command.run();
        }))) {
            given.put("value", "P", "a");
            assertThat(given.get("P", "a")).isEqualTo("value");
            assertThat(work).hasValueSatisfying(command -> assertThat(command).isNotNull());
        }
    }

    @Test
    void threadsOfLookupsInheritNothingFromARequest() {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        List<Object> seen = new CopyOnWriteArrayList<>();
        OneByOne looking = key -> {
            seen.add(Objects.requireNonNullElse(user.get(), "nobody"));
            seen.add(Thread.currentThread().getContextClassLoader());
            return null;
        };
        loadingCache(looking);
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader ofARequest = new URLClassLoader(new URL[0])) {
            Thread.currentThread().setContextClassLoader(ofARequest);
            user.set("ann");
            rig.get(lookup(KEY).cacheResource("slow").build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            user.remove();
            Thread.currentThread().setContextClassLoader(own);
        }
        assertThat(seen).containsExactly("nobody", rig.manager.getClassLoader());
    }

    @Test
    void lookupThatHasNotBegunInTimeIsDropped() {
        AtomicReference<Runnable> waiting = new AtomicReference<>();
        try (PolicyCaches busy = PolicyCaches.builder(rig.manager)
                .keySource(PolicyRig.keys(1))
                .lookupExecutor(waiting::set)
                .build()) {
            CountDownLatch called = new CountDownLatch(1);
            OneByOne loader = key -> {
                called.countDown();
                return new byte[] {1};
            };
            loadingCache(loader);
            LookupCache policy = lookup(KEY)
                    .cacheResource("slow")
                    .cacheLookupTimeoutInSeconds(1)
                    .build();
            assertThat(policy.execute(busy, CONTEXT, rig.variables).hit()).isFalse();
            waiting.get().run();
            assertThat(called.getCount()).isEqualTo(1);
        }
    }

    @Test
    void valueOfAnotherTypeIsAFault() {
        Cache<Object, Object> anything = rig.manager.createCache(
                "anything",
                new LarderConfiguration<Object, Object>().setEncrypted(true).setKeySourceFactory(PolicyRig.keys(1)));
        anything.put("P__a", 7L);
        assertThatThrownBy(() -> rig.get(lookup(KEY).cacheResource("anything").build()))
                .isInstanceOf(PolicyFault.class)
                .hasMessageContaining("Cache : anything, is not available");
    }

    @Test
    void cacheThatFailsIsAFault() {
        OneByOne failing = key -> {
            throw new IllegalStateException("secret of the inside");
        };
        loadingCache(failing);
        LookupCache.Builder policy = lookup(KEY).cacheResource("slow");
        assertThatThrownBy(() -> rig.get(policy.build()))
                .isInstanceOfSatisfying(PolicyFault.class, fault -> {
                    assertThat(fault.errorCode()).isEqualTo("steps.lookupcache.CacheUnavailable");
                    assertThat(fault.toJson()).doesNotContain("secret");
                })
                .hasMessageContaining("policy 'LOOK-1': Cache : slow, is not available");
        assertThat(policy.continueOnError(true).build().execute(rig.caches, CONTEXT, rig.variables))
                .isNull();
        assertThat(rig.flow).containsEntry("fault.name", "CacheUnavailable");
    }

    @Test
    void managerThatIsClosedIsAFault() {
        rig.put("value", "P", "a");
        rig.manager.close();
        assertThatThrownBy(() -> rig.get("P", "a"))
                .isInstanceOfSatisfying(
                        PolicyFault.class,
                        fault -> assertThat(fault.faultString()).isEqualTo("Cache : __shared, is not available"))
                .hasMessageContaining("is closed");
        assertThat(lookup(KEY).continueOnError(true).build().execute(rig.caches, CONTEXT, rig.variables))
                .isNull();
        assertThat(rig.flow).containsEntry("lookupcache.LOOK-1.failed", true);
    }

    @Test
    void callerThatIsInterruptedStaysInterrupted() {
        try (PolicyRig stuck = new PolicyRig(caches -> caches.lookupExecutor(command -> {}))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> stuck.get("P", "a"))
                    .isInstanceOf(PolicyFault.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** A value of a class of ours. */
    record Order(int number) implements Serializable {}

    @Test
    void valueThatCannotBeReadAnyMoreIsAMiss() {
        ObjectInputFilter all = ObjectInputFilter.Config.createFilter("*");
        try (PolicyRig admitting = new PolicyRig(caches -> caches.valueFilter(all));
                PolicyCaches other = PolicyCaches.builder(admitting.manager)
                        .keySource(PolicyRig.keys(1))
                        .build();
                LogCapture log = new LogCapture(PolicyCaches.class)) {
            admitting.put(new Order(7), "P");
            admitting.manager.<String, byte[]>getCache("__shared").put("P__foreign", new byte[] {77, 1});
            admitting.manager.<String, byte[]>getCache("__shared").put("P__empty", new byte[0]);
            for (String fragment : new String[] {"foreign", "empty"}) {
                assertThat(lookup(key("P", fragment))
                                .build()
                                .execute(other, CONTEXT, admitting.variables)
                                .hit())
                        .isFalse();
            }
            assertThat(lookup(key("P"))
                            .build()
                            .execute(other, CONTEXT, admitting.variables)
                            .hit())
                    .isFalse();
            assertThat(log.messages())
                    .filteredOn(message -> message.contains("cannot be read"))
                    .hasSize(1);
            assertThat(other.statistics("__shared").getCacheMisses()).isEqualTo(3);
        }
    }

    @Test
    void assignToIsRequired() {
        assertThatThrownBy(() -> LookupCache.builder("L").cacheKey(KEY).build())
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessage("policy 'L' has no AssignTo, which is required; give it one");
    }
}
