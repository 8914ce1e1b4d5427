package dev.millrace.ml.label;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.KeyAndTime;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SequenceSource;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Events, and their labels from sources of their own, as one stream. Both are read side by side, and what comes next
 * depends on nothing but what they hold: a label comes in the order of its source, right before the first event behind which
 * it was known, so a run, a replay and an evaluation see one order, on any number of workers.
 *
 * <p>An event is behind a label if its time is later than that at which the label became known, and the label's own event
 * has had its chance to come: an event id has been passed; of a key and time, the event's time is later by more than the
 * events may be out of order. When the events have ended the labels that are left come; while live events are waited for,
 * they wait, too. Labels are out of event time and move no watermark.
 *
 * <p>The place in the labels is the offset's {@link Offset#beside}. One partition. O(1) per record; two records are held.
 */
public final class LabelledSource implements Source<Event> {
    private final Source<Event> events;
    private final int eventSources;
    private final List<Labels> parts;
    private final Source<Event> labels;
    private final ToLongFunction<Row> times;
    private final long outOfOrderMillis;

    /**
     * A source of labels.
     *
     * @param rows its records as rows of the schema
     * @param columns what they say
     * @param schema made by {@link LabelColumns#schema}
     */
    public record Labels(Source<Event> rows, LabelColumns columns, Schema schema) {}

    /**
     * @param events with one partition
     * @param eventSources how many sources they are in sequence: labels have the numbers behind
     * @param labels read one after the other
     * @param times event time of a row, {@link Timestamps#NONE} if it has none
     * @param outOfOrderMillis how late an event may come after a younger one
     */
    public LabelledSource(
            Source<Event> events,
            int eventSources,
            List<Labels> labels,
            ToLongFunction<Row> times,
            long outOfOrderMillis) {
        if (events.partitions() != 1) {
            throw new IllegalArgumentException("labels of their own go with events that come in one order; "
                    + events.describe() + " has " + events.partitions() + " parts that are read side by side");
        }
        this.events = events;
        this.eventSources = eventSources;
        this.parts = List.copyOf(labels);
        this.labels = new SequenceSource<>(parts.stream().map(Labels::rows).toList());
        this.times = times;
        this.outOfOrderMillis = outOfOrderMillis;
    }

    @Override
    public String describe() {
        return events.describe() + ", labels from " + labels.describe() + ", "
                + parts.stream().map(Labels::columns).toList();
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public boolean isLive() {
        return events.isLive();
    }

    @Override
    public void onAvailable(Runnable wake) {
        events.onAvailable(wake);
    }

    @Override
    public long expectedRecords() {
        long first = events.expectedRecords();
        long second = labels.expectedRecords();
        return first < 0 || second < 0 ? -1 : first + second;
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        SourceReader<Event> first = events.open(partition, from.beside(null));
        try {
            return new Reader(first, labels.open(0, from.beside() == null ? Offset.START : from.beside()));
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** A label and when it was known. */
    private record Known(Feedback label, long atMillis) {}

    /** One source with the record that is next, if it has been read ahead. */
    private abstract static class Head<T> implements SourceReader.Sink<Event> {
        final SourceReader<Event> reader;
        T next;
        boolean ended;
        SourceReader.Sink<Event> sink;

        /** Records that nobody can read, given out by the last call of {@link #fill}. */
        int rejected;

        /** Behind the last record that was given out. */
        Offset given;

        Head(SourceReader<Event> reader) {
            this.reader = reader;
            this.given = reader.offset();
        }

        /** Reads the next record ahead, or gives out a bad one; how the source stands. */
        SourceReader.Status fill(SourceReader.Sink<Event> to) throws IOException {
            sink = to;
            rejected = 0;
            SourceReader.Status status = reader.poll(this, 1);
            ended = status == SourceReader.Status.ENDED;
            if (rejected > 0) {
                given = reader.offset();
            }
            return status;
        }

        @Override
        public void reject(DeadLetter letter) {
            rejected++;
            sink.reject(letter);
        }

        void given() {
            next = null;
            given = reader.offset();
        }

        /** Whether the source has gone on from a part to another, with nothing in hand. */
        boolean isBeyond(int part) {
            if (next == null) {
                given = reader.offset();
            }
            return given.part() != part;
        }
    }

    private static final class Events extends Head<Event> {
        long arrivalMillis;

        Events(SourceReader<Event> reader) {
            super(reader);
        }

        @Override
        public void event(Event event, long arrival) {
            next = event;
            arrivalMillis = arrival;
        }
    }

    private final class KnownLabels extends Head<Known> {
        private final EventNaming.Reader[] references = parts.stream()
                .map(part -> part.columns().naming().in(part.schema()))
                .toArray(EventNaming.Reader[]::new);

        KnownLabels(SourceReader<Event> reader) {
            super(reader);
        }

        @Override
        public void event(Event event, long arrivalMillis) {
            Row row = (Row) event;
            Labels part = parts.get(row.source());
            LabelColumns columns = part.columns();
            try {
                Feedback label = columns.read(row, references[row.source()], eventSources);
                long at = Timestamps.NONE;
                if (columns.known() != null) {
                    at = row.integer(part.schema().field(columns.known()).slot());
                    if (at == Row.MISSING_INTEGER) {
                        throw new IllegalArgumentException("it has no '" + columns.known() + "'");
                    }
                }
                next = new Known(label, at);
            } catch (IllegalArgumentException e) {
                reject(DeadLetter.of("labels", row, "bad-label", e.getMessage()));
            }
        }
    }

    private final class Reader implements SourceReader<Event> {
        private final Events events;
        private final KnownLabels labels;

        Reader(SourceReader<Event> events, SourceReader<Event> labels) {
            this.events = new Events(events);
            this.labels = new KnownLabels(labels);
        }

        @Override
        public Status poll(Sink<Event> sink, int most) throws IOException {
            int part = events.given.part();
            int records = 0;
            while (records < most) {
                if (events.next == null && !events.ended) {
                    Status status = events.fill(sink);
                    records += events.rejected;
                    if (events.isBeyond(part)) {
                        return Status.READY; // a replay stops between parts
                    } else if (status == Status.WAITING && events.next == null) {
                        return Status.WAITING;
                    }
                } else if (labels.next == null && !labels.ended) {
                    labels.fill(sink);
                    records += labels.rejected;
                } else if (labels.next != null && isKnownBefore(events.next, labels.next)) {
                    sink.event(labels.next.label(), Timestamps.NONE);
                    labels.given();
                    records++;
                } else if (events.next != null) {
                    sink.event(events.next, events.arrivalMillis);
                    events.given();
                    records++;
                    if (events.isBeyond(part)) {
                        return Status.READY;
                    }
                } else {
                    return Status.ENDED;
                }
            }
            return Status.READY;
        }

        /** @param event null if all events have come */
        private boolean isKnownBefore(Event event, Known known) {
            if (event == null) {
                return true;
            }
            long time = event instanceof Row row ? times.applyAsLong(row) : Timestamps.NONE;
            if (known.atMillis() != Timestamps.NONE && time <= known.atMillis()) {
                return false;
            }
            if (known.label().event() instanceof EventId id) {
                boolean mayCome = id.sourcePartition() == event.sourcePartition() && id.source() < eventSources;
                return !mayCome
                        || event.source() > id.source()
                        || event.source() == id.source() && event.offset() > id.offset();
            }
            long at = ((KeyAndTime) known.label().event()).timestampMillis();
            return at <= Long.MAX_VALUE - outOfOrderMillis && time > at + outOfOrderMillis;
        }

        @Override
        public Offset offset() {
            return events.given.beside(labels.given);
        }

        @Override
        public void close() throws IOException {
            try {
                events.reader.close();
            } finally {
                labels.reader.close();
            }
        }
    }
}
