package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.storage.DirectoryStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's files are sent once and asked after from then on. */
class PageTest {
    @TempDir
    Path directory;

    @Test
    void aFileThatTheBrowserHoldsIsNotSentAgain() throws Exception {
        try (Bench bench = new Bench(directory, new DirectoryStorage(), Bench.options())) {
            Bench.Answer first = bench.get("/page/page.css");
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("content-type")).startsWith("text/css");
            String etag = first.header("etag");
            assertThat(etag).startsWith("\"").endsWith("\"");
            Bench.Answer again = bench.get("/page/page.css", "If-None-Match", etag);
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.text()).isEmpty();
            Bench.Answer other = bench.get("/page/page.css", "If-None-Match", "\"other\"");
            assertThat(other.status()).isEqualTo(200);
            assertThat(other.text()).isEqualTo(first.text());
        }
    }
}
