package dev.millrace.stream.source;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.BadRecord;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.EventDecoder;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.journal.JournalLog;
import dev.millrace.stream.journal.JournalReader;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A journal as a source: one partition, whose offsets are the journal's. A journal that is being written is live, one
 * that was opened for reading only ends where it ended then. Records written under an earlier schema are read by that
 * one and brought to this source's field by field: by name, what was not there is missing.
 */
public final class JournalSource implements Source<Event> {
    private static final int SHOWN_BYTES = 256;

    private final String name;
    private final JournalLog journal;
    private final Schema schema;
    private final long until;

    /** @param name the pipeline's name for this source: in its plan and in dead letters */
    public JournalSource(String name, JournalLog journal, Schema schema) {
        this(name, journal, schema, Long.MAX_VALUE);
    }

    private JournalSource(String name, JournalLog journal, Schema schema, long until) {
        this.name = Objects.requireNonNull(name, "name");
        this.journal = Objects.requireNonNull(journal, "journal");
        this.schema = Objects.requireNonNull(schema, "schema");
        this.until = until;
    }

    /** The same source, which ends before an offset: for a replay. It is the same to a plan. */
    public JournalSource until(long offset) {
        return new JournalSource(name, journal, schema, offset);
    }

    public Schema schema() {
        return schema;
    }

    @Override
    public String describe() {
        return "journal(" + name + ", fields " + schema + ")";
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public boolean isLive() {
        return until == Long.MAX_VALUE && journal.isLive();
    }

    @Override
    public void onAvailable(Runnable wake) {
        journal.addDurableListener(wake);
    }

    @Override
    public long expectedRecords() {
        return isLive() ? -1 : Math.max(0, Math.min(until, journal.end()) - journal.start());
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        Objects.checkIndex(partition, 1);
        return new Reader(journal.read(from.position()), from);
    }

    private final class Reader implements SourceReader<Event> {
        private final JournalReader reader;
        private final int part;
        private final EventDecoder decoder = new EventCodec(schema).decoder();
        private String metadata = "";
        private EarlierSchema earlier; // of the records being read; null while it is this source's
        private long next;

        Reader(JournalReader reader, Offset from) {
            this.reader = reader;
            this.part = from.part();
            this.next = from.position();
        }

        @Override
        public Status poll(Sink<Event> sink, int most) throws IOException {
            for (int read = 0; read < most; read++) {
                if (next >= until) {
                    return Status.ENDED;
                }
                if (!reader.next()) {
                    return journal.isLive() ? Status.WAITING : Status.ENDED;
                }
                next = reader.offset() + 1;
                give(sink);
            }
            return next >= until ? Status.ENDED : Status.READY;
        }

        /** Each segment has a text of its own, most often the same as the one before: compared once. */
        private void meet(String ofSegment) throws IOException {
            if (!ofSegment.equals(metadata)) {
                earlier = EarlierSchema.of(ofSegment, schema);
            }
            metadata = ofSegment;
        }

        @SuppressWarnings({"ReferenceEquality", "StringEquality"
        }) // the same object is the same text; others are compared
        private void give(Sink<Event> sink) throws IOException {
            if (reader.metadata() != metadata) {
                meet(reader.metadata());
            }
            try {
                Event event = (earlier == null ? decoder : earlier.decoder())
                        .decode(
                                reader.buffer(),
                                reader.from(),
                                reader.length(),
                                part,
                                0,
                                reader.offset(),
                                sink.spare());
                sink.event(earlier == null ? event : earlier.toSchema(event), reader.arrivalMillis());
            } catch (BadRecord e) {
                sink.reject(new DeadLetter(name, 0, reader.offset(), "bad-record", e.getMessage(), hex()));
            }
        }

        private String hex() {
            int shown = Math.min(reader.length(), SHOWN_BYTES);
            String text = HexFormat.of().formatHex(reader.buffer(), reader.from(), reader.from() + shown);
            return shown < reader.length() ? text + "…" : text;
        }

        @Override
        public Offset offset() {
            return new Offset(part, next, next);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
