package dev.millrace.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.datasets.generator.GeneratedStream;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Collected;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.MemorySource;
import dev.millrace.stream.source.NdjsonSource;
import dev.millrace.stream.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
    @TempDir
    private Path folder;

    @Test
    void everyBitIsReadBack() throws IOException {
        for (String name : List.of("rbf", "agrawal", "anomalies", "mixed", "friedman")) {
            GeneratedStream stream = GeneratedStream.parse(name + ":rows=500");
            List<String> rows = Collected.of(stream.source()).all;
            Path csv = folder.resolve(name + ".csv.gz");
            assertThat(RowFile.write(stream.source(), stream.schema(), csv)).isEqualTo(500);
            assertThat(Collected.of(CsvSource.of(csv, stream.schema())).all).isEqualTo(rows);
            Path json = folder.resolve(name + ".ndjson");
            RowFile.write(stream.source(), stream.schema(), json);
            assertThat(Collected.of(NdjsonSource.of(json, stream.schema())).all).isEqualTo(rows);
        }
    }

    @Test
    void textsAreQuotedWhereTheyMustBeAndMissingFieldsAreEmpty() throws IOException {
        Schema schema = Schema.builder().text("a").text("b, c").number("d").build();
        Row row = new Row(schema, 0, 0, 0);
        row.setText(0, "say \"so\"\nnow");
        row.setText(1, "");
        Path file = folder.resolve("texts.csv");
        RowFile.write(rows(row, new Row(schema, 0, 0, 1)), schema, file);
        assertThat(file).hasContent("a,\"b, c\",d\n\"say \"\"so\"\"\nnow\",\"\",\n,,\n");
        assertThat(Files.size(file)).isPositive();
    }

    private static Source<dev.millrace.stream.event.Event> rows(Row... rows) {
        return MemorySource.of("rows", List.of(rows));
    }
}
