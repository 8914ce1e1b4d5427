package dev.millrace.cli.trial;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;

/**
 * The first records of a stream, which then ends: what is behind them is not looked at. Of a source with several partitions
 * each gives its first so many. Threading: as the source.
 */
record FirstRecords(Source<Event> whole, long records) implements Source<Event> {

    /** How many records a stream has, good and bad; reads it through if it does not say. */
    static long count(Source<Event> stream) throws IOException {
        if (stream.expectedRecords() >= 0) {
            return stream.expectedRecords();
        }
        long[] count = new long[1];
        SourceReader.Sink<Event> counting = new SourceReader.Sink<>() {
            @Override
            public void event(Event event, long arrivalMillis) {
                count[0]++;
            }

            @Override
            public void reject(DeadLetter letter) {
                count[0]++;
            }
        };
        for (int p = 0; p < stream.partitions(); p++) {
            try (SourceReader<Event> reader = stream.open(p, Offset.START)) {
                while (reader.poll(counting, 10_000) == SourceReader.Status.READY) {
                    // goes on until all is read
                }
            }
        }
        return count[0];
    }

    @Override
    public String describe() {
        return "first " + records + " of " + whole.describe();
    }

    @Override
    public int partitions() {
        return whole.partitions();
    }

    @Override
    public long expectedRecords() {
        return whole.expectedRecords() < 0
                ? records * partitions()
                : Math.min(whole.expectedRecords(), records * partitions());
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        return new Reader(whole.open(partition, from), records);
    }

    private static final class Reader implements SourceReader<Event> {
        private final SourceReader<Event> reader;
        private long left;

        Reader(SourceReader<Event> reader, long left) {
            this.reader = reader;
            this.left = left;
        }

        @Override
        public Status poll(Sink<Event> sink, int most) throws IOException {
            if (left == 0) {
                return Status.ENDED;
            }
            return reader.poll(
                    new Sink<>() {
                        @Override
                        public void event(Event event, long arrivalMillis) {
                            left--;
                            sink.event(event, arrivalMillis);
                        }

                        @Override
                        public void reject(DeadLetter letter) {
                            left--;
                            sink.reject(letter);
                        }
                    },
                    (int) Math.min(most, left));
        }

        @Override
        public Offset offset() {
            return reader.offset();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
