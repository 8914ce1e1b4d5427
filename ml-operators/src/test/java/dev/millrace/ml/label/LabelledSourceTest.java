package dev.millrace.ml.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.KeyAndTime;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.MemorySource;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SequenceSource;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Events and labels are one stream whose order their records alone decide. */
class LabelledSourceTest {
    private static final Schema EVENTS =
            Schema.builder().text("card").time("at").build();
    private static final LabelColumns BY_KEY = new LabelColumns(EventNaming.byKey("card", "at"), "fraud", null);
    private static final LabelColumns REPORTED = new LabelColumns(EventNaming.byKey("card", "at"), "fraud", "reported");
    private static final LabelColumns BY_ID = new LabelColumns(EventNaming.byId("event"), "fraud", null);

    private static Source<Event> events(long... times) {
        List<Event> rows = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            Row row = new Row(EVENTS, 0, 0, i);
            row.setText(0, "c" + times[i]);
            row.setInteger(0, times[i]);
            rows.add(row);
        }
        return MemorySource.of("events", rows);
    }

    /** Each line is the values of the columns in the order of the schema. */
    private static LabelledSource.Labels labels(LabelColumns columns, String... lines) {
        return labels(0, columns, lines);
    }

    /** @param part in the sequence of sources of labels, as a reader of files would give it */
    private static LabelledSource.Labels labels(int part, LabelColumns columns, String... lines) {
        Schema schema = columns.schema(FieldType.TEXT, FieldType.TIME);
        List<Event> rows = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            String[] values = lines[i].split(" ");
            Row row = new Row(schema, part, 0, i);
            for (int f = 0; f < values.length; f++) {
                if (schema.fields().get(f).type() == FieldType.TIME) {
                    row.setInteger(schema.fields().get(f).slot(), Long.parseLong(values[f]));
                } else {
                    row.setText(schema.fields().get(f).slot(), values[f].equals("-") ? null : values[f]);
                }
            }
            rows.add(row);
        }
        return new LabelledSource.Labels(MemorySource.of("labels", rows), columns, schema);
    }

    private static Source<Event> labelled(Source<Event> events, long outOfOrder, LabelledSource.Labels... labels) {
        return new LabelledSource(events, 1, Arrays.asList(labels), row -> row.integer(0), outOfOrder);
    }

    /** What comes, as text: a time for an event, the label for a label, the cause for what is refused. */
    private static List<String> told(Source<Event> source, Offset from, int most) throws IOException {
        List<String> told = new ArrayList<>();
        try (SourceReader<Event> reader = source.open(0, from)) {
            while (reader.poll(into(told), most) != SourceReader.Status.ENDED) {
                assertThat(told.size()).isLessThan(10_000);
            }
        }
        return told;
    }

    private static SourceReader.Sink<Event> into(List<String> told) {
        return new SourceReader.Sink<>() {
            @Override
            public void event(Event event, long arrivalMillis) {
                told.add(event instanceof Row row ? Long.toString(row.integer(0)) : ((Feedback) event).label());
            }

            @Override
            public void reject(DeadLetter letter) {
                told.add(letter.cause());
            }
        };
    }

    private static List<String> told(Source<Event> source) throws IOException {
        return told(source, Offset.START, 100);
    }

    @Test
    void aLabelComesOnceItsEventHasHadItsChance() throws IOException {
        assertThat(told(labelled(events(10, 20, 20, 30), 0, labels(BY_KEY, "c10 10 A", "c20 20 B", "c30 30 C"))))
                .containsExactly("10", "A", "20", "20", "B", "30", "C");
    }

    @Test
    void ofEventsOutOfOrderALabelWaitsUntilNoneIsExpected() throws IOException {
        assertThat(told(labelled(events(10, 20, 15, 26), 5, labels(BY_KEY, "c10 10 A", "c20 20 B", "c15 15 C"))))
                .containsExactly("10", "A", "20", "15", "B", "C", "26");
        assertThat(told(labelled(events(10, 20, 15, 25, 26), 5, labels(BY_KEY, "c20 20 B"))))
                .containsExactly("10", "20", "15", "25", "B", "26");
    }

    @Test
    void aLabelComesBehindTheTimeAtWhichItWasKnown() throws IOException {
        assertThat(told(labelled(
                        events(10, 20, 30, 40, 50), 0, labels(REPORTED, "c10 10 A 30", "c20 20 B 35", "c50 50 C 40"))))
                .containsExactly("10", "20", "30", "A", "B", "40", "50", "C");
    }

    @Test
    void labelsComeInTheOrderOfTheirSource() throws IOException {
        assertThat(told(labelled(events(10, 20, 30), 0, labels(REPORTED, "c20 20 B 20", "c10 10 A 10"))))
                .containsExactly("10", "20", "B", "A", "30");
    }

    @Test
    void anIdIsPassedOrWillNeverCome() throws IOException {
        String first = new EventId(0, 0, 0, 7).toString();
        String third = new EventId(0, 0, 2, 7).toString();
        String elsewhere = new EventId(1, 0, 0, 7).toString();
        assertThat(told(labelled(
                        events(10, 20, 30, 40),
                        0,
                        labels(BY_ID, elsewhere + " X", first + " A", third + " B", "17-nothing C", "- D"))))
                .containsExactly("X", "10", "A", "20", "30", "B", "bad-label", "bad-label", "40");
    }

    @Test
    void aLabelHasAPlaceBehindTheSourcesOfEventsAndNamesItsEvent() throws IOException {
        List<Event> found = new ArrayList<>();
        Source<Event> source =
                labelled(events(10), 0, labels(BY_KEY, "c10 10 A"), labels(1, BY_KEY, "c10 10 B", "c10 10 C"));
        try (SourceReader<Event> reader = source.open(0, Offset.START)) {
            SourceReader.Sink<Event> sink = new SourceReader.Sink<>() {
                @Override
                public void event(Event event, long arrivalMillis) {
                    found.add(event);
                }

                @Override
                public void reject(DeadLetter letter) {
                    throw new IllegalStateException(letter.detail());
                }
            };
            assertThat(reader.poll(sink, 100)).isEqualTo(SourceReader.Status.ENDED);
        }
        KeyAndTime event = new KeyAndTime("c10", "c10".hashCode(), 10);
        assertThat(found.subList(1, 4))
                .containsExactly(
                        new Feedback(1, 0, 0, event, "A"),
                        new Feedback(2, 0, 0, event, "B"),
                        new Feedback(2, 0, 1, event, "C"));
    }

    @Test
    void goesOnFromAnyPlaceInAnySteps() throws IOException {
        Random64 random = new Random64(11);
        Source<Event> parts = new SequenceSource<>(List.of(events(times(random, 40)), events(times(random, 30))));
        String[] lines = new String[50];
        for (int i = 0; i < lines.length; i++) {
            long at = random.nextInt(400);
            String card = random.nextInt(9) == 0 ? "-" : "c" + at;
            lines[i] = card + " " + at + " L" + i + " " + (i * 8 + random.nextInt(20));
        }
        LabelledSource.Labels all = labels(REPORTED, lines);
        Source<Event> source = new LabelledSource(
                parts, 2, List.of(all, labels(1, BY_KEY, "c1 1 M", "c2 2 N")), row -> row.integer(0), 7);
        List<String> whole = told(source, Offset.START, 1_000);
        assertThat(whole).hasSize(40 + 30 + 52).contains("bad-label", "M", "N");
        for (int most : new int[] {1, 2, 7}) {
            List<String> told = new ArrayList<>();
            Offset at = Offset.START;
            SourceReader.Status status = SourceReader.Status.READY;
            while (status != SourceReader.Status.ENDED) {
                try (SourceReader<Event> reader = source.open(0, at)) {
                    status = reader.poll(into(told), most);
                    Offset next = reader.offset();
                    assertThat(next.part() == at.part() || next.records() == 0)
                            .as("a poll stops between parts")
                            .isTrue();
                    at = next;
                }
            }
            assertThat(told).isEqualTo(whole);
        }
    }

    private static long[] times(Random64 random, int count) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = i * 10L + random.nextInt(12);
        }
        return times;
    }

    @Test
    void whileLiveEventsAreWaitedForLabelsWaitToo() throws IOException {
        Source<Event> live = new Source<>() {
            @Override
            public String describe() {
                return "live";
            }

            @Override
            public int partitions() {
                return 1;
            }

            @Override
            public SourceReader<Event> open(int partition, Offset from) throws IOException {
                SourceReader<Event> one = events(10).open(partition, from);
                return new SourceReader<>() {
                    @Override
                    public Status poll(Sink<Event> sink, int most) throws IOException {
                        one.poll(Objects.requireNonNull(sink), most);
                        return Status.WAITING;
                    }

                    @Override
                    public Offset offset() {
                        return one.offset();
                    }

                    @Override
                    public void close() throws IOException {
                        one.close();
                    }
                };
            }
        };
        List<String> told = new ArrayList<>();
        try (SourceReader<Event> reader =
                labelled(live, 0, labels(BY_KEY, "c10 10 A")).open(0, Offset.START)) {
            assertThat(reader.poll(into(told), 100)).isEqualTo(SourceReader.Status.WAITING);
            assertThat(reader.poll(into(told), 100)).isEqualTo(SourceReader.Status.WAITING);
        }
        assertThat(told).containsExactly("10");
    }

    @Test
    void whatCannotNameAnEventIsRefused() {
        assertThatThrownBy(() -> new EventNaming("event", "card", "at")).hasMessageContaining("not by both");
        assertThatThrownBy(() -> new EventNaming(null, null, null)).hasMessageContaining("set one of them");
        assertThatThrownBy(() -> EventNaming.byKey("card", null)).hasMessageContaining("set 'time' too");
        assertThatThrownBy(() -> new LabelColumns(EventNaming.byId("fraud"), "fraud", null))
                .hasMessageContaining("cannot be anything else");
    }
}
