package dev.millrace.cli.trial;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;

/**
 * Where the rows begin that are held out: predicted and scored by what the rows before have taught, never learned.
 *
 * @param source index of the source in its sequence
 * @param offset of the first row that is held out
 */
record HoldOut(int source, long offset) {

    boolean holds(Row row) {
        return row.source() > source || row.source() == source && row.offset() >= offset;
    }

    /** The last so many rows of a stream; reads it twice over, without learning, to find them. */
    static HoldOut last(Source<Event> stream, long rows) throws IOException {
        if (stream.partitions() != 1) {
            throw new IOException("--hold-out needs a stream with one order of all rows; this one has "
                    + stream.partitions() + " parts that are read side by side");
        }
        Counter all = new Counter(Long.MAX_VALUE);
        read(stream, all);
        if (rows >= all.rows) {
            throw new IOException(
                    "--hold-out " + rows + " leaves nothing to learn from: there are " + all.rows + " rows");
        }
        Counter until = new Counter(all.rows - rows + 1);
        read(stream, until);
        return new HoldOut(until.last.source(), until.last.offset());
    }

    private static void read(Source<Event> stream, Counter counter) throws IOException {
        try (SourceReader<Event> reader = stream.open(0, Offset.START)) {
            while (counter.rows < counter.most && reader.poll(counter, 1) == SourceReader.Status.READY) {
                // goes on until all is read, or enough
            }
        }
    }

    private static final class Counter implements SourceReader.Sink<Event> {
        private final long most;
        private long rows;
        private Row last;

        Counter(long most) {
            this.most = most;
        }

        @Override
        public void event(Event event, long arrivalMillis) {
            if (event instanceof Row row && rows < most) {
                rows++;
                last = row;
            }
        }

        @Override
        public void reject(DeadLetter letter) {
            // counted when it is read for good
        }
    }
}
