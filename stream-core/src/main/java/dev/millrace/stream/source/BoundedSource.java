package dev.millrace.stream.source;

import java.io.IOException;
import java.util.List;

/**
 * A source that is read up to a given offset and then waits: to replay exactly what lies between two versions. It is the
 * same source to a plan. Threading: as the source that it bounds.
 *
 * @param <T> its events
 */
public final class BoundedSource<T> implements Source<T> {
    private final Source<T> source;
    private final List<Offset> ends;

    /** @param ends per partition of the source, where reading stops */
    public BoundedSource(Source<T> source, List<Offset> ends) {
        if (ends.size() != source.partitions()) {
            throw new IllegalArgumentException("the source has " + source.partitions() + " partitions, got "
                    + ends.size() + " offsets to stop at");
        }
        this.source = source;
        this.ends = List.copyOf(ends);
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
    public SourceReader<T> open(int partition, Offset from) throws IOException {
        return new Reader<>(source.open(partition, from), ends.get(partition));
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public void onAvailable(Runnable wake) {
        source.onAvailable(wake);
    }

    private record Reader<T>(SourceReader<T> reader, Offset end) implements SourceReader<T> {
        @Override
        public Status poll(Sink<T> sink, int most) throws IOException {
            Offset now = reader.offset();
            if (now.part() > end.part() || (now.part() == end.part() && now.records() >= end.records())) {
                return Status.WAITING;
            }
            // In an earlier part how much is left is not known; one record at a time cannot run past the end.
            long left = now.part() < end.part() ? 1 : end.records() - now.records();
            return reader.poll(sink, (int) Math.min(most, left));
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
