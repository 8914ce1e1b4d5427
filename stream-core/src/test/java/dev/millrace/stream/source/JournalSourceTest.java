package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SchemaJson;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalOptions;
import dev.millrace.stream.journal.OffsetAfterEnd;
import dev.millrace.stream.source.SourceReader.Status;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalSourceTest {
    private static final Path DIRECTORY = Path.of("/journal");
    private static final Schema SCHEMA =
            Schema.builder().text("card").number("amount").build();

    private final FaultyStorage storage = new FaultyStorage(1);
    private final ManualClock clock = new ManualClock(5_000);
    private Journal journal = open(SCHEMA);

    private final List<Event> events = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final SourceReader.Sink<Event> sink = new SourceReader.Sink<>() {
        @Override
        public void event(Event event, long arrivalMillis) {
            events.add(event);
            arrivals.add(arrivalMillis);
        }

        @Override
        public void reject(DeadLetter letter) {
            letters.add(letter);
        }
    };

    @AfterEach
    void close() {
        journal.close();
    }

    private Journal open(Schema schema) {
        try {
            return Journal.open(DIRECTORY, storage, clock, JournalOptions.DEFAULT.metadata(SchemaJson.write(schema)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void append(Event... what) {
        List<byte[]> records = new ArrayList<>();
        for (Event event : what) {
            Schema schema = event instanceof Row row ? row.schema() : SCHEMA;
            records.add(new EventCodec(schema).encode(event));
        }
        journal.append(records, null, null).join();
    }

    private static Row row(String card, double amount) {
        Row row = new Row(SCHEMA);
        row.setText(0, card);
        row.setNumber(0, amount);
        return row;
    }

    @Test
    void eventsComeWithTheirPlaceAndArrivalAndThenTheReaderWaits() throws IOException {
        JournalSource source = new JournalSource("events", journal, SCHEMA);
        append(row("a", 1), row("b", 2));
        clock.advanceMillis(10);
        append(new Feedback(1, 0, 0, new EventId(1, 0, 0, 7), "fraud"));
        try (SourceReader<Event> reader = source.open(0, new Offset(1, 0, 0))) {
            assertThat(reader.poll(sink, 2)).isEqualTo(Status.READY);
            assertThat(reader.offset()).isEqualTo(new Offset(1, 2, 2));
            assertThat(reader.poll(sink, 10)).isEqualTo(Status.WAITING);
            append(row("c", 3));
            assertThat(reader.poll(sink, 10)).isEqualTo(Status.WAITING);
        }
        assertThat(events).extracting(Event::offset).containsExactly(0L, 1L, 2L, 3L);
        assertThat(events).extracting(Event::source).containsOnly(1);
        assertThat(arrivals).containsExactly(5_000L, 5_000L, 5_010L, 5_010L);
        assertThat(events.get(2)).isInstanceOf(Feedback.class);
        assertThat(((Row) events.get(3)).text(0)).isEqualTo("c");
    }

    @Test
    void readingGoesOnAtAnyOffset() throws IOException {
        for (int i = 0; i < 5; i++) {
            append(row("a", i), row("b", i));
        }
        JournalSource source = new JournalSource("events", journal, SCHEMA);
        for (int from = 0; from <= 10; from++) {
            events.clear();
            try (SourceReader<Event> reader = source.open(0, new Offset(0, from, from))) {
                assertThat(reader.poll(sink, 100)).isEqualTo(Status.WAITING);
                assertThat(reader.offset()).isEqualTo(new Offset(0, 10, 10));
            }
            assertThat(events).hasSize(10 - from);
        }
        assertThatThrownBy(() -> source.open(0, new Offset(0, 11, 11))).isInstanceOf(OffsetAfterEnd.class);
    }

    @Test
    void aReplayEndsAtItsOffset() throws IOException {
        append(row("a", 1), row("b", 2), row("c", 3));
        JournalSource source = new JournalSource("events", journal, SCHEMA).until(2);
        assertThat(source.isLive()).isFalse();
        assertThat(source.expectedRecords()).isEqualTo(2);
        try (SourceReader<Event> reader = source.open(0, Offset.START)) {
            assertThat(reader.poll(sink, 2)).isEqualTo(Status.ENDED);
            assertThat(reader.poll(sink, 2)).isEqualTo(Status.ENDED);
        }
        assertThat(events).hasSize(2);
    }

    @Test
    void aJournalOpenedForReadingEnds() throws IOException {
        append(row("a", 1));
        JournalSource source = new JournalSource("events", Journal.openReadOnly(DIRECTORY, storage), SCHEMA);
        assertThat(source.isLive()).isFalse();
        try (SourceReader<Event> reader = source.open(0, Offset.START)) {
            assertThat(reader.poll(sink, 10)).isEqualTo(Status.ENDED);
        }
        assertThat(events).hasSize(1);
    }

    @Test
    void aRecordThatIsNoEventBecomesADeadLetter() throws IOException {
        append(row("a", 1));
        journal.append(List.of(new byte[] {7, 1, 2}), null, null).join();
        append(row("b", 2));
        try (SourceReader<Event> reader = new JournalSource("events", journal, SCHEMA).open(0, Offset.START)) {
            reader.poll(sink, 10);
            assertThat(reader.offset().records()).isEqualTo(3);
        }
        assertThat(events).extracting(Event::offset).containsExactly(0L, 2L);
        assertThat(letters)
                .containsExactly(new DeadLetter(
                        "events", 0, 1, "bad-record", "the record begins with the unknown kind 7", "070102"));
    }

    @Test
    void recordsOfAnEarlierSchemaAreReadByName() throws IOException {
        append(row("a", 1));
        journal.close();
        Schema wider = Schema.builder()
                .number("limit")
                .number("amount")
                .text("card")
                .integer("count")
                .build();
        journal = open(wider);
        Row newer = new Row(wider);
        newer.setNumber(0, 100);
        append(newer);
        try (SourceReader<Event> reader = new JournalSource("events", journal, wider).open(0, Offset.START)) {
            reader.poll(sink, 10);
        }
        Row first = (Row) events.get(0);
        assertThat(first.schema()).isEqualTo(wider);
        assertThat(first.number(1)).isEqualTo(1);
        assertThat(first.text(0)).isEqualTo("a");
        assertThat(first.number(0)).isNaN();
        assertThat(((Row) events.get(1)).number(0)).isEqualTo(100);

        Schema other = Schema.builder().integer("amount").build();
        try (SourceReader<Event> reader = new JournalSource("events", journal, other).open(0, Offset.START)) {
            assertThatThrownBy(() -> reader.poll(sink, 10))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'amount' was journaled as NUMBER and is INTEGER now");
        }
    }

    @Test
    void thePlanSeesNameAndFieldsButNotWhereTheJournalLies() {
        JournalSource source = new JournalSource("events", journal, SCHEMA);
        assertThat(source.describe()).isEqualTo("journal(events, fields card:TEXT, amount:NUMBER)");
        assertThat(source.until(5).describe()).isEqualTo(source.describe());
        int[] woken = new int[1];
        source.onAvailable(() -> woken[0]++);
        append(row("a", 1));
        assertThat(woken[0]).isEqualTo(1);
    }
}
