package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final Schema SCHEMA =
            Schema.builder().text("card").number("amount").build();

    @TempDir
    Path folder;

    @Test
    void memoryKeepsTheContract() throws IOException {
        SourceContract.check(MemorySource.of("letters", List.of("a", "b", "c")));
        SourceContract.check(MemorySource.partitioned("pair", List.of(List.of(1, 2, 3), List.of())));
        assertThatThrownBy(() -> MemorySource.of("letters", List.of("a")).open(0, new Offset(0, 2, 2)))
                .hasMessageContaining("has 1 events in partition 0 and cannot go on at 2");
    }

    @Test
    void aGeneratorIsAFunctionOfTheIndex() throws IOException {
        GeneratorSource<Long> squares =
                new GeneratorSource<>("squares", 2, 100, (source, partition, index) -> index * index + partition);
        SourceContract.check(squares);
        assertThat(squares.expectedRecords()).isEqualTo(200);
        assertThat(Collected.of(squares, 1, Offset.START, 1000).events)
                .hasSize(100)
                .startsWith(1L, 2L, 5L);
    }

    @Test
    void aRateIsKeptByTheClock() {
        ManualClock clock = new ManualClock(0);
        GeneratorSource<Long> source = new GeneratorSource<Long>(
                        "count", 1, GeneratorSource.ENDLESS, (part, partition, index) -> index)
                .atRate(10, clock);
        assertThat(source.isLive()).isTrue();
        assertThat(source.expectedRecords()).isEqualTo(-1);
        SourceReader<Long> reader = reader(source);
        Collected<Long> read = new Collected<>();
        assertThat(poll(reader, read)).isEqualTo(SourceReader.Status.WAITING);
        assertThat(read.events).containsExactly(0L);
        clock.advanceMillis(1000);
        assertThat(poll(reader, read)).isEqualTo(SourceReader.Status.WAITING);
        assertThat(read.events).hasSize(11);
    }

    private static SourceReader<Long> reader(Source<Long> source) {
        try {
            return source.open(0, Offset.START);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SourceReader.Status poll(SourceReader<Long> reader, Collected<Long> read) {
        try {
            return reader.poll(read, 1000);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void historyComesFirstAndRowsCarryTheirPart() throws IOException {
        Path csv = Files.writeString(folder.resolve("h.csv"), "card,amount\na,1\nb,x\nc,3\n");
        Path ndjson = Files.writeString(folder.resolve("h.ndjson"), "{\"card\":\"d\"}\n{}\n");
        Source<Event> empty = CsvSource.of(Files.writeString(folder.resolve("e.csv"), "card,amount\n"), SCHEMA);
        Source<Event> made = new GeneratorSource<>("rows", 1, 3, (source, partition, index) -> {
            Row row = new Row(SCHEMA, source, partition, index);
            row.setNumber(0, (double) index);
            return row;
        });
        Source<Event> sequence =
                new SequenceSource<>(List.of(CsvSource.of(csv, SCHEMA), empty, NdjsonSource.of(ndjson, SCHEMA), made));
        SourceContract.check(sequence);
        assertThat(Collected.of(sequence).all)
                .containsExactly(
                        "0/0/0 {card=a, amount=1.0}",
                        "dead letter 1 of 0: b,x",
                        "0/0/2 {card=c, amount=3.0}",
                        "2/0/0 {card=d}",
                        "2/0/1 {}",
                        "3/0/0 {amount=0.0}",
                        "3/0/1 {amount=1.0}",
                        "3/0/2 {amount=2.0}");
        assertThatThrownBy(() -> new SequenceSource<>(List.of(
                        MemorySource.of("one", List.of(1)),
                        MemorySource.partitioned("two", List.of(List.of(1), List.of(2))))))
                .hasMessageContaining("memory(one) has 1 and memory(two) has 2");
    }

    @Test
    void linesOfJsonAreRowsOrDeadLetters() throws IOException {
        Path file = Files.writeString(
                folder.resolve("p.ndjson"),
                "{\"card\":\"a\",\"amount\":1}\r\n\n  \n{\"card\":\"b\",\"amount\":\"lots\"}\n{\"card\":7}\n{oops\n"
                        + "{\"cart\":\"x\"}\n{\"card\":\"last\",\"amount\":2.5}");
        NdjsonSource source = NdjsonSource.of(file, SCHEMA);
        SourceContract.check(source);
        Collected<Event> read = Collected.of(source);
        assertThat(read.events.toString()).isEqualTo("[{card=a, amount=1.0}, {card=7}, {card=last, amount=2.5}]");
        assertThat(read.letters).hasSize(3);
        assertThat(read.letters.get(0).detail())
                .isEqualTo("p.ndjson, line 4 (record 2): 'amount' must be a number, got the text \"lots\"");
        assertThat(read.letters.get(1).detail()).contains("line 6 (record 4): malformed JSON at byte");
        assertThat(read.letters.get(2).detail()).endsWith("unknown field 'cart'; did you mean 'card'?");
        assertThat(Collected.of(source.ignoringUnknown()).letters).hasSize(2);
        SourceContract.check(new NdjsonSource(List.of(file, file), SCHEMA).inSequence());
        Path empty = Files.writeString(folder.resolve("none.ndjson"), "");
        assertThatThrownBy(() -> NdjsonSource.of(empty, SCHEMA).open(0, Offset.START))
                .hasMessageContaining("none.ndjson is empty");
    }
}
