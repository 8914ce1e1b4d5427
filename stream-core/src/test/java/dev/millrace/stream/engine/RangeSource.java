package dev.millrace.stream.engine;

import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts from 0: partition p of n gives p, p + n, p + 2n, …, as far as it has been released. */
final class RangeSource implements Source<Long> {
    private final int partitions;
    private final long count;
    private final AtomicLong released;

    /** All records may be read at once. */
    RangeSource(int partitions, long count) {
        this(partitions, count, count);
    }

    /** The first {@code released} records of each partition may be read; more after {@link #release}. */
    RangeSource(int partitions, long count, long released) {
        this.partitions = partitions;
        this.count = count;
        this.released = new AtomicLong(released);
    }

    void release(long records) {
        released.set(records);
    }

    @Override
    public String describe() {
        return "range " + partitions;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public SourceReader<Long> open(int partition, Offset from) {
        return new SourceReader<>() {
            private long next = from.records();

            @Override
            public Status poll(Sink<Long> sink, int most) throws IOException {
                long until = Math.min(released.get(), next + most);
                for (; next < until; next++) {
                    sink.event(next * partitions + partition, Timestamps.NONE);
                }
                return next >= count ? Status.ENDED : next >= released.get() ? Status.WAITING : Status.READY;
            }

            @Override
            public Offset offset() {
                return new Offset(0, next, next);
            }

            @Override
            public void close() {}
        };
    }
}
