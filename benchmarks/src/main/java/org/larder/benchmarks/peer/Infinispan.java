package org.larder.benchmarks.peer;

import java.io.IOException;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.configuration.MutableConfiguration;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.cache.StorageType;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.jcache.embedded.JCacheManager;
import org.infinispan.protostream.FileDescriptorSource;
import org.infinispan.protostream.ProtobufTagMarshaller;
import org.infinispan.protostream.SerializationContext;
import org.infinispan.protostream.SerializationContextInitializer;
import org.infinispan.protostream.TagReader;
import org.infinispan.protostream.TagWriter;
import org.larder.benchmarks.workload.Account;
import org.larder.benchmarks.workload.DataKind;

/**
 * Infinispan, off the heap and in this JVM only. It writes by ProtoStream, which its manual recommends; for the record
 * there is a marshaller of the kind that ProtoStream generates.
 */
final class Infinispan {

    private static final String PROVIDER = "org.infinispan.jcache.embedded.JCachingProvider";

    private Infinispan() {}

    static <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries) {
        // The standard API has no word for off the heap; these properties are its provider's way to say it in code.
        Consumer<GlobalConfigurationBuilder> global =
                builder -> builder.nonClusteredDefault().serialization().addContextInitializer(new Schema());
        Function<String, Configuration> cache = name -> offHeap(maxEntries);
        Properties properties = new Properties();
        properties.put(JCacheManager.GLOBAL_CONFIGURATION_CONSUMER, global);
        properties.put(JCacheManager.CACHE_CONFIGURATION_FUNCTION, cache);
        return new JCachePeer<>(
                PROVIDER,
                new MutableConfiguration<K, V>().setTypes(data.keyType(), data.valueType()),
                properties,
                () -> {});
    }

    private static Configuration offHeap(long maxEntries) {
        ConfigurationBuilder builder = new ConfigurationBuilder();
        builder.memory().storage(StorageType.OFF_HEAP).maxCount(maxEntries);
        return builder.build();
    }

    private static final class Schema implements SerializationContextInitializer {
        private static final String FILE = "account.proto";
        private static final String TEXT = """
                syntax = "proto3";
                package benchmark;
                message Account {
                  int64 id = 1;
                  string name = 2;
                  string email = 3;
                  int32 visits = 4;
                  bool active = 5;
                  double balance = 6;
                }
                """;

        @Override
        @Deprecated // by the interface, which demands it nevertheless
        public String getProtoFileName() {
            return FILE;
        }

        @Override
        @Deprecated // by the interface, which demands it nevertheless
        public String getProtoFile() {
            return TEXT;
        }

        @Override
        public void registerSchema(SerializationContext context) {
            context.registerProtoFiles(FileDescriptorSource.fromString(FILE, TEXT));
        }

        @Override
        public void registerMarshallers(SerializationContext context) {
            context.registerMarshaller(new AccountMarshaller());
        }
    }

    private static final class AccountMarshaller implements ProtobufTagMarshaller<Account> {
        @Override
        public Class<Account> getJavaClass() {
            return Account.class;
        }

        @Override
        public String getTypeName() {
            return "benchmark.Account";
        }

        @Override
        public void write(WriteContext context, Account account) throws IOException {
            TagWriter to = context.getWriter();
            to.writeInt64(1, account.id());
            to.writeString(2, account.name());
            to.writeString(3, account.email());
            to.writeInt32(4, account.visits());
            to.writeBool(5, account.active());
            to.writeDouble(6, account.balance());
        }

        /** Reads the fields in the order in which they are written: nobody else writes them. */
        @Override
        public Account read(ReadContext context) throws IOException {
            TagReader from = context.getReader();
            from.readTag();
            long id = from.readInt64();
            from.readTag();
            String name = from.readString();
            from.readTag();
            String email = from.readString();
            from.readTag();
            int visits = from.readInt32();
            from.readTag();
            boolean active = from.readBool();
            from.readTag();
            double balance = from.readDouble();
            from.readTag();
            return new Account(id, name, email, visits, active, balance);
        }
    }
}
