package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SpoiltRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of every length beside each other, over several buffers: each is what the JDK reads, a gap is missing. */
class CsvNumbersTest {
    private static final int COLUMNS = 23;
    private static final String[] SHAPES = {
        "",
        "0",
        "1",
        "7",
        "9",
        "0",
        "1",
        "3",
        "12",
        "999",
        "1234",
        "65536",
        "123456",
        "1234567",
        "12345678",
        "123456789012345678",
        "-4",
        "1.5",
        "-0.25",
        "0007",
        "\"8\"",
        "\"\"",
        "1e3",
        "4.35",
        "0.1",
        "0.056443",
        "7.0254",
        "0.1234567",
        "1.23456789",
        "-3.25",
        "12.5",
        "1234567.7654321",
        "12345678.5",
        "5.",
        ".5",
        "-0",
        "-0.0",
        "-12",
        " 2",
        "3.5 ",
        "2.5e2"
    };

    @TempDir
    Path folder;

    @Test
    void readsThemAllExactly() throws IOException {
        Random random = new Random(7);
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            boolean flags = random.nextBoolean(); // runs of single digits, as in many files
            rows.add(IntStream.range(0, COLUMNS)
                    .mapToObj(c -> SHAPES[
                            flags && random.nextInt(9) > 0 ? 1 + random.nextInt(4) : random.nextInt(SHAPES.length)])
                    .toArray(String[]::new));
        }
        String header = IntStream.range(0, COLUMNS).mapToObj(c -> "n" + c).collect(Collectors.joining(","));
        String text =
                rows.stream().map(row -> String.join(",", row)).collect(Collectors.joining("\n", header + "\n", ""));
        Schema.Builder schema = Schema.builder();
        for (int c = 0; c < COLUMNS; c++) {
            if (c != 11) {
                schema.number("n" + c); // the column left out is read over
            }
        }
        Path file = Files.writeString(folder.resolve("numbers.csv"), text);

        CsvSource source = CsvSource.of(file, schema.build());
        Collected<Event> read = Collected.of(source);

        assertThat(read.letters).isEmpty();
        assertThat(read.events).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = (Row) read.events.get(i);
            int slot = 0;
            for (int c = 0; c < COLUMNS; c++) {
                if (c != 11) {
                    String written = rows.get(i)[c].replace("\"", "");
                    double expected = written.isEmpty() ? Double.NaN : Double.parseDouble(written);
                    assertThat(row.number(slot))
                            .as("row %d, column %d, %s", i, c, written)
                            .isEqualTo(Double.valueOf(expected));
                    assertThat(expected == 0 || (row.notZero() >>> slot & 1) == 1)
                            .as("row %d, column %d, %s is known not to be 0", i, c, written)
                            .isTrue();
                    slot++;
                }
            }
        }
        Collected<Event> handingBack = new Collected<>() {
            @Override
            public Event spare() {
                return events.isEmpty() ? null : SpoiltRow.spoil((Row) events.get(events.size() - 1));
            }
        };
        try (SourceReader<Event> reader = source.open(0, Offset.START)) {
            while (reader.poll(handingBack, 1000) == SourceReader.Status.READY) {
                // goes on until the file has ended
            }
        }
        assertThat(handingBack.all).isEqualTo(read.all);
    }
}
