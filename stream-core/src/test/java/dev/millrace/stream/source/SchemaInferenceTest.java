package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.event.FieldType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaInferenceTest {
    @TempDir
    Path folder;

    private String csv(String text, Map<String, FieldType> types) throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), text);
        return SchemaInference.ofCsv(file, CsvFormat.COMMA, types).toString();
    }

    @Test
    void typesAreFoundFromTheValues() throws IOException {
        assertThat(csv("""
                        n,i,b,t,d,x,zip,none,mixed
                        1,1,true,2026-03-01T00:00:00Z,2026-03-01,a,00123,,1
                        2.5,-7,FALSE,2026-03-01 00:00:00.5,2026-03-02,1,04711,,a
                        ,,,,,,,,
                        """, Map.of()))
                .isEqualTo("n:NUMBER, i:INTEGER, b:BOOLEAN, t:TIME, d:TIME, x:TEXT, zip:TEXT, none:TEXT, mixed:TEXT");
    }

    @Test
    void namedTypesAreTaken() throws IOException {
        assertThat(csv("at,label\n1,1\n2,0\n", Map.of("label", FieldType.TEXT, "at", FieldType.TIME)))
                .isEqualTo("at:TIME, label:TEXT");
        assertThatThrownBy(() -> csv("at,label\n1,1\n", Map.of("lable", FieldType.TEXT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no field 'lable' in a.csv; did you mean 'label'?");
        assertThatThrownBy(() -> csv("at,at\n1,1\n", Map.of())).hasMessageContaining("two columns named 'at'");
    }

    @Test
    void aRareFaultDoesNotChangeTheType() throws IOException {
        StringBuilder text = new StringBuilder("amount,count\n");
        for (int i = 0; i < 200; i++) {
            text.append(i == 50 ? "lots" : "1.5")
                    .append(',')
                    .append(i == 60 ? "NaN" : "3")
                    .append('\n');
        }
        assertThat(csv(text.toString(), Map.of())).isEqualTo("amount:NUMBER, count:INTEGER");
    }

    @Test
    void whatIsMissingHasNoType() throws IOException {
        StringBuilder text = new StringBuilder("n,i,b,t,x,none\n");
        for (String missing : List.of("NA", "?", "null", "nan", "-", " ")) {
            text.append((missing + ",").repeat(5)).append(missing).append('\n');
        }
        text.append("1.5,2,true,2026-03-01,red,NA\n");
        assertThat(csv(text.toString(), Map.of()))
                .isEqualTo("n:NUMBER, i:INTEGER, b:BOOLEAN, t:TIME, x:TEXT, none:TEXT");
    }

    @Test
    void theHeaderShowsWhatSeparates() throws IOException {
        assertThat(separator("a.csv", "a,b;c\n")).isEqualTo(',');
        assertThat(separator("a.csv", "a;\"b, c, d\";e\r\n1,5;2;3\r\n")).isEqualTo(';');
        assertThat(separator("a.txt", "a\tb\n")).isEqualTo('\t');
        assertThat(separator("a.csv", "a|b|c, d")).isEqualTo('|');
        assertThat(separator("a.csv", "alone\n1;2\n")).isEqualTo(',');
        assertThat(separator("a.csv", "")).isEqualTo(',');
        assertThat(separator("a.csv", "\"never closed")).isEqualTo(',');
        assertThat(separator("a.tsv", "a;b\n")).isEqualTo('\t');
        assertThat(CsvFormat.ofFile(folder.resolve("none.csv"))).isEqualTo(CsvFormat.COMMA);
    }

    private char separator(String name, String text) throws IOException {
        return CsvFormat.ofFile(Files.writeString(folder.resolve(name), text)).separator();
    }

    @Test
    void linesOfJsonSayTheirTypesThemselves() throws IOException {
        Path file = Files.writeString(folder.resolve("a.ndjson"), """
                {"n":1.5,"i":7,"digits":"7","b":true,"o":{"a":[1]}}

                no JSON
                [1]
                {"n":2,"at":"2026-03-01T10:00:00Z","nothing":null}
                """);
        assertThat(SchemaInference.ofNdjson(file, Map.of()).toString())
                .isEqualTo("n:NUMBER, i:INTEGER, digits:TEXT, b:BOOLEAN, at:TIME, nothing:TEXT");
        Path empty = Files.writeString(folder.resolve("b.ndjson"), "\n");
        assertThatThrownBy(() -> SchemaInference.ofNdjson(empty, Map.of())).hasMessageContaining("has no JSON object");
    }
}
