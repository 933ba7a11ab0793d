package org.larder.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.util.zip.ZipException;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void reasonIsThatOfTheInnermostException() {
        assertThat(Reasons.of(new CacheLoaderException(new CacheLoaderException("x", new ZipException("not a zip")))))
                .isEqualTo("not a zip");
    }

    @Test
    void exceptionThatOnlyNamesThePathIsPutInWords() {
        assertThat(Reasons.of(new AccessDeniedException("/a.jar"))).isEqualTo("access denied");
    }

    @Test
    void exceptionWithoutMessageIsCalledByItsName() {
        assertThat(Reasons.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
