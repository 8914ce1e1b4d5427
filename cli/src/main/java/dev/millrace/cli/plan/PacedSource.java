package dev.millrace.cli.plan;

import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Clock;
import java.io.IOException;

/**
 * A stream whose first records come at full speed and the others at a set rate, as if it had a history and then went on
 * happening. What comes, and in which order, is not changed: it is the same source to a plan.
 *
 * @param <T> its events
 */
final class PacedSource<T> implements Source<T> {
    private final Source<T> source;
    private final long history;
    private final double perSecond;
    private final Clock clock;

    /** @param history records of each partition that come at full speed */
    PacedSource(Source<T> source, long history, double perSecond, Clock clock) {
        this.source = source;
        this.history = history;
        this.perSecond = perSecond;
        this.clock = clock;
    }

    @Override
    public String describe() {
        return source.describe();
    }

    @Override
    public int partitions() {
        return source.partitions();
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public long expectedRecords() {
        return source.expectedRecords();
    }

    @Override
    public SourceReader<T> open(int partition, Offset from) throws IOException {
        return new Reader(source.open(partition, from));
    }

    private final class Reader implements SourceReader<T> {
        private final SourceReader<T> reader;
        private long pacedFrom = -1; // where the pace begins; −1 until it is reached
        private long pacedSinceNanos;

        Reader(SourceReader<T> reader) {
            this.reader = reader;
        }

        @Override
        public Status poll(Sink<T> sink, int most) throws IOException {
            long at = reader.offset().records();
            if (at < history) {
                return reader.poll(sink, (int) Math.min(most, history - at));
            }
            if (pacedFrom < 0) {
                pacedFrom = at;
                pacedSinceNanos = clock.nanos();
            }
            double passedSeconds = (clock.nanos() - pacedSinceNanos) * 1e-9;
            long due = pacedFrom + 1 + (long) (passedSeconds * perSecond) - at;
            return due <= 0 ? Status.WAITING : reader.poll(sink, (int) Math.min(most, due));
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
