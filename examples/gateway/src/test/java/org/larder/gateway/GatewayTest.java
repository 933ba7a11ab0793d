package org.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayTest {

    private static final Path DOCUMENTS = Path.of("src/main/resources/org/larder/gateway");
    private static final Path GUIDE = Path.of("../../docs/guide/policies.md");

    /** What the program prints, without times. */
    private static List<String> output() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            new Gateway(out).run();
        }
        return bytes.toString(StandardCharsets.UTF_8)
                .replaceAll("( \\d{3}) +\\d+ ms  ", "$1 ")
                .replaceAll("until \\S+Z", "until T")
                .lines()
                .toList();
    }

    @Test
    void programPrintsKeysHitsExpiriesAndFaults() throws IOException {
        assertThat(output())
                .containsExactly(
                        "GET /forecast?city=Ulm         200 miss  apifactory__test__weatherapi__forecast__Ulm, kept until T",
                        "    hail in Ulm",
                        "GET /forecast?city=Ulm         200 hit   apifactory__test__weatherapi__forecast__Ulm",
                        "    hail in Ulm",
                        "GET /forecast?city=Bonn&ttl=20 200 miss  apifactory__test__weatherapi__forecast__Bonn, kept until T",
                        "    sun in Bonn",
                        "GET /forecast?city=Bonn        200 hit   apifactory__test__weatherapi__forecast__Bonn",
                        "    sun in Bonn",
                        "GET /forecast?city=Atlantis    500 fault EntryCannotBeCached",
                        "    {\"fault\":{\"faultstring\":\"[java.lang.Object] can not be cached. Only serializable entries are cached.\",\"detail\":{\"errorcode\":\"steps.populatecache.EntryCannotBeCached\"}}}",
                        "GET /forecast                  500 fault InvalidCacheKey",
                        "    {\"fault\":{\"faultstring\":\"The variable request.queryparam.city of the cache key is unresolved\",\"detail\":{\"errorcode\":\"steps.lookupcache.InvalidCacheKey\"}}}",
                        "DELETE /forecast               204 purge apifactory__test__weatherapi, 2 entries gone",
                        "GET /forecast?city=Ulm         200 miss  apifactory__test__weatherapi__forecast__Ulm, kept until T",
                        "    hail in Ulm",
                        "",
                        "caches [forecasts]: 2 hits, 4 misses, 3 puts, 2 removals");
    }

    @Test
    void theGuideShowsOneOfItsDocuments() throws IOException {
        assertThat(Files.readString(GUIDE)).contains(Files.readString(DOCUMENTS.resolve("populate.xml")));
    }
}
