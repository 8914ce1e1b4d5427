package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.plan.KeyedStream;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Stream;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.MemorySource;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SequenceSource;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that a reader fills anew, and functions and operators of users who keep them and know nothing of it. */
@Timeout(60)
class RowsKeptByUsersTest {
    private static final int ROWS = 20_000;
    private static final Schema SCHEMA = Schema.builder()
            .add("number", FieldType.NUMBER)
            .add("integer", FieldType.INTEGER)
            .add("text", FieldType.TEXT)
            .build();
    private static final Tag<Event> ODD = new Tag<>("odd");

    @TempDir
    Path folder;

    private final List<Event> kept = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> keptToo = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void writeRows() throws IOException {
        StringBuilder text = new StringBuilder("number,integer,text\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(i).append(".5,").append(i).append(",t").append(i).append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), text);
    }

    private CsvSource csv() {
        return CsvSource.of(folder.resolve("rows.csv"), SCHEMA);
    }

    private static Pipeline pipeline() {
        return Pipeline.named("rows").partitions(4);
    }

    private static KeyedStream<Long, Event> keyed(Stream<Event> rows) {
        return rows.keyBy(Event::offset);
    }

    /** Keeps nothing, and says so: rows go back. */
    private static final class Forgets implements Operator<Event, Event> {
        @Override
        public void open(Output<Event> output) {}

        @Override
        public boolean keepsEvents() {
            return false;
        }

        @Override
        public void onEvent(Event event, long timestampMillis) {}
    }

    /** As somebody writes it who has read no more than what must be written. */
    private final class Keeps implements Operator<Event, Event> {
        private Output<Event> output;
        private Event last;

        @Override
        public void open(Output<Event> to) {
            output = to;
        }

        @Override
        public void onEvent(Event event, long timestampMillis) {
            if (last != null) {
                output.emit(last, timestampMillis); // one late
            }
            last = event;
            if (event.offset() % 2 == 1) {
                output.emit(ODD, event, timestampMillis);
            }
            kept.add(event);
        }
    }

    private final class Collects implements Operator<Event, Event> {
        @Override
        public void open(Output<Event> output) {}

        @Override
        public void onEvent(Event event, long timestampMillis) {
            keptToo.add(event);
        }
    }

    private static void run(Pipeline pipeline, int workers) throws Exception {
        EngineOptions options = EngineOptions.DEFAULT.checkpointEvery(10).workers(workers);
        try (Job job =
                new EmbeddedEngine(options, new MemoryCheckpointStore(1), new SystemClock()).start(pipeline.build())) {
            job.completion().get();
        }
    }

    private static void assertWhole(List<Event> events, int count) {
        assertThat(events).hasSize(count);
        long different = events.stream().mapToLong(Event::offset).distinct().count();
        assertThat(different).as("events, each another").isEqualTo(count);
        for (Event event : events) {
            Row row = (Row) event;
            assertThat(row.number(0)).isEqualTo(row.offset() + 0.5);
            assertThat(row.integer(0)).isEqualTo(row.offset());
            assertThat(row.text(0)).isEqualTo("t" + row.offset());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anOperatorOfTheirOwnHasThemForEver(int workers) throws Exception {
        Pipeline pipeline = pipeline();
        Stream<Event> late = keyed(pipeline.read("rows", csv())).process("keeps", context -> new Keeps(), "");
        late.map("one-late", event -> {
            keptToo.add(event);
            return event;
        });
        run(pipeline, workers);
        assertWhole(kept, ROWS);
        assertWhole(keptToo, ROWS - 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void functionsInFrontOfTheExchangeHaveThemForEver(int workers) throws Exception {
        Pipeline pipeline = pipeline();
        Stream<Event> rows = pipeline.read("rows", csv())
                .map("keeps", event -> {
                    kept.add(event);
                    return event;
                })
                .filter("keeps-odd", event -> event.offset() % 2 == 0 || keptToo.add(event));
        keyed(rows).process("forgets", context -> new Forgets(), "");
        run(pipeline, workers);
        assertWhole(kept, ROWS);
        assertWhole(keptToo, ROWS / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whoReadsBesideTheExchangeHasThemForEver(int workers) throws Exception {
        Pipeline pipeline = pipeline();
        Stream<Event> rows = pipeline.read("rows", csv());
        keyed(rows).process("forgets", context -> new Forgets(), "");
        rows.flatMap("keeps", (Event event, Consumer<Event> out) -> kept.add(event));
        run(pipeline, workers);
        assertWhole(kept, ROWS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aSideOutputAndTheNextExchangeHaveThemForEver(int workers) throws Exception {
        Pipeline pipeline = pipeline();
        Stream<Event> late = keyed(pipeline.read("rows", csv())).process("keeps", context -> new Keeps(), "");
        keyed(late.side(ODD)).process("forgets", context -> new Forgets(), "");
        late.side(ODD).map("odd", event -> {
            keptToo.add(event);
            return event;
        });
        run(pipeline, workers);
        assertWhole(kept, ROWS);
        assertWhole(keptToo, ROWS / 2);
    }

    /** A row that a reader has made is its receiver's: another reader that comes upon it must not fill it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void rowsThatWereReadIntoAListAreNotFilledByTheFileThatFollows(int workers) throws Exception {
        List<Event> list = new ArrayList<>();
        try (SourceReader<Event> reader = csv().open(0, Offset.START)) {
            while (reader.poll(into(list), 1000) != SourceReader.Status.ENDED) {
                assertThat(list).isNotEmpty();
            }
        }
        Pipeline pipeline = pipeline();
        keyed(pipeline.read("rows", new SequenceSource<>(List.of(MemorySource.of("list", list), csv()))))
                .process("forgets", context -> new Forgets(), "");
        run(pipeline, workers);
        assertWhole(list, ROWS);
    }

    private static SourceReader.Sink<Event> into(List<Event> list) {
        return new SourceReader.Sink<>() {
            @Override
            public void event(Event event, long arrivalMillis) {
                list.add(event);
            }

            @Override
            public void reject(DeadLetter letter) {
                throw new AssertionError(letter);
            }
        };
    }

    /** The exchange is one, its readers are in two stages. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aKeyedStreamReadByItselfAndWithAnotherGivesEveryEventToBoth(int workers) throws Exception {
        Pipeline pipeline = pipeline();
        KeyedStream<Long, Event> rows = keyed(pipeline.read("rows", csv()));
        KeyedStream<Long, Event> others = keyed(pipeline.read("others", csv()));
        rows.process("forgets", context -> new Forgets(), "");
        rows.process("keeps", context -> new Keeps(), "");
        rows.processWith(others, "both", context -> new Collects(), "");
        run(pipeline, workers);
        assertWhole(kept, ROWS);
        assertThat(keptToo).hasSize(2 * ROWS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aKeyedStreamReadWithItselfGivesEveryEventTwice(int workers) throws Exception {
        Pipeline pipeline = pipeline();
        KeyedStream<Long, Event> rows = keyed(pipeline.read("rows", csv()));
        rows.processWith(rows, "both", context -> new Collects(), "");
        run(pipeline, workers);
        assertThat(keptToo).hasSize(2 * ROWS);
        assertWhole(keptToo.stream().distinct().toList(), ROWS);
    }
}
