package org.larder.provider.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.InstantSource;
import javax.cache.configuration.MutableConfiguration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.log.LogCapture;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.ReferenceStore;

class JmxRegistryTest {
    private static final URI MANAGER = URI.create("larder://test:1/x?a=b,c");
    private static final String MANAGER_IN_NAMES = "larder.//test.1/x.a.b.c";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Counters counters = new Counters(() -> 0, true);
    private final MutableConfiguration<String, Integer> configuration =
            new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class);
    private final EntryStore<String, Integer> store = new ReferenceStore<>("orders", 10, InstantSource.system());
    private final JmxRegistry registry = registry("orders");

    private JmxRegistry registry(String cacheName) {
        return new JmxRegistry(
                MANAGER,
                cacheName,
                new StatisticsBean(counters),
                new ConfigurationBean(configuration),
                new StorageBean(store, new LoadTimes()));
    }

    private static ObjectName name(String type, String cacheName) throws Exception {
        return new ObjectName("javax.cache:type=" + type + ",CacheManager=" + MANAGER_IN_NAMES + ",Cache=" + cacheName);
    }

    private static ObjectName storageName(String cacheName) throws Exception {
        return new ObjectName("org.larder:type=CacheStorage,CacheManager=" + MANAGER_IN_NAMES + ",Cache=" + cacheName);
    }

    @AfterEach
    void hide() {
        registry.close();
    }

    @Test
    void statisticsAreShownAndHiddenUnderTheStandardName() throws Exception {
        ObjectName name = name("CacheStatistics", "orders");
        counters.hit();
        registry.showStatistics(true);
        registry.showStatistics(true);
        assertThat(server.getAttribute(name, "CacheHits")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "AverageGetTime")).isEqualTo(0f);
        server.invoke(name, "clear", null, null);
        assertThat(server.getAttribute(name, "CacheHits")).isEqualTo(0L);
        registry.showStatistics(false);
        registry.showStatistics(false);
        assertThat(server.isRegistered(name)).isFalse();
        registry.showStatistics(true);
        assertThat(server.isRegistered(name)).isTrue();
    }

    @Test
    void configurationIsShownAsItIsAtTheTime() throws Exception {
        ObjectName name = name("CacheConfiguration", "orders");
        registry.showManagement(true);
        assertThat(server.getAttribute(name, "KeyType")).isEqualTo("java.lang.String");
        assertThat(server.getAttribute(name, "ValueType")).isEqualTo("java.lang.Integer");
        assertThat(server.getAttribute(name, "StoreByValue")).isEqualTo(true);
        assertThat(server.getAttribute(name, "ReadThrough")).isEqualTo(false);
        assertThat(server.getAttribute(name, "WriteThrough")).isEqualTo(false);
        assertThat(server.getAttribute(name, "ManagementEnabled")).isEqualTo(false);
        assertThat(server.getAttribute(name, "StatisticsEnabled")).isEqualTo(false);
        configuration.setStatisticsEnabled(true).setReadThrough(true).setWriteThrough(true);
        assertThat(server.getAttribute(name, "StatisticsEnabled")).isEqualTo(true);
        assertThat(server.getAttribute(name, "ReadThrough")).isEqualTo(true);
        assertThat(server.getAttribute(name, "WriteThrough")).isEqualTo(true);
    }

    @Test
    void storageIsShownWithTheConfigurationUnderANameOfItsOwn() throws Exception {
        ObjectName name = storageName("orders");
        registry.showManagement(true);
        assertThat(server.getAttribute(name, "MaxEntries")).isEqualTo(10L);
        registry.showManagement(false);
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void closeHidesEverything() throws Exception {
        registry.showStatistics(true);
        registry.showManagement(true);
        registry.close();
        assertThat(server.isRegistered(name("CacheStatistics", "orders"))).isFalse();
        assertThat(server.isRegistered(name("CacheConfiguration", "orders"))).isFalse();
        assertThat(server.isRegistered(storageName("orders"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a=b", "a,b", "a\nb", "a*b", "a?b", "a\"b"})
    void charactersThatCannotStandInANameBecomeDots(String cacheName) throws Exception {
        try (JmxRegistry special = registry(cacheName)) {
            special.showStatistics(true);
            special.showManagement(true);
            assertThat(server.isRegistered(name("CacheStatistics", "a.b"))).isTrue();
            assertThat(server.isRegistered(storageName("a.b"))).isTrue();
        }
        assertThat(server.isRegistered(name("CacheStatistics", "a.b"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x y", "käse/猫", "[B"})
    void otherCharactersStayAsTheyAre(String cacheName) throws Exception {
        try (JmxRegistry special = registry(cacheName)) {
            special.showStatistics(true);
            assertThat(server.isRegistered(name("CacheStatistics", cacheName))).isTrue();
        }
    }

    @Test
    void takenNameIsWarnedOfAndLeftToItsOwner() throws Exception {
        ObjectName name = name("CacheStatistics", "orders");
        counters.hit();
        registry.showStatistics(true);
        JmxRegistry other = new JmxRegistry(
                MANAGER,
                "orders",
                new StatisticsBean(new Counters(() -> 0, true)),
                new ConfigurationBean(configuration),
                new StorageBean(store, new LoadTimes()));
        try (LogCapture log = new LogCapture(JmxRegistry.class.getName())) {
            other.showStatistics(true);
            assertThat(log.messages()).singleElement().asString().contains(name.toString(), "URI");
        }
        other.close();
        assertThat(server.getAttribute(name, "CacheHits")).isEqualTo(1L);
    }

    @Test
    void beanThatAnotherRegisteredMeanwhileIsNotUnregistered() throws Exception {
        ObjectName name = name("CacheStatistics", "orders");
        registry.showStatistics(true);
        server.unregisterMBean(name);
        try (JmxRegistry other = registry("orders")) {
            other.showStatistics(true);
            registry.close();
            assertThat(server.isRegistered(name)).isTrue();
        }
        assertThat(server.isRegistered(name)).isFalse();
    }
}
