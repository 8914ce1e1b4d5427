package dev.millrace.stream.source;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several sources, one after the other: history first, then live. {@link Offset#part} is the index of the source being
 * read, and rows carry it as their {@code source()}, so that an event's id stays its own.
 *
 * <p>All parts have the same number of partitions; each partition goes on to its next part when it has ended in the one
 * before.
 *
 * @param <T> the events
 */
public final class SequenceSource<T> implements Source<T> {
    private final List<Source<T>> parts;

    public SequenceSource(List<? extends Source<T>> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a sequence of sources has at least one; name a source");
        }
        this.parts = List.copyOf(parts);
        for (Source<T> part : this.parts) {
            if (part.partitions() != this.parts.get(0).partitions()) {
                throw new IllegalArgumentException("sources that follow each other have the same number of partitions,"
                        + " but " + this.parts.get(0).describe() + " has "
                        + this.parts.get(0).partitions() + " and " + part.describe() + " has " + part.partitions()
                        + "; read several files in sequence instead of side by side");
            }
        }
    }

    @Override
    public String describe() {
        return parts.stream().map(Source::describe).collect(Collectors.joining(", then ", "sequence(", ")"));
    }

    @Override
    public int partitions() {
        return parts.get(0).partitions();
    }

    @Override
    public boolean isLive() {
        return parts.stream().anyMatch(Source::isLive);
    }

    @Override
    public long expectedRecords() {
        long sum = 0;
        for (Source<T> part : parts) {
            long records = part.expectedRecords();
            if (records < 0 || sum + records < 0) {
                return -1;
            }
            sum += records;
        }
        return sum;
    }

    @Override
    public SourceReader<T> open(int partition, Offset from) throws IOException {
        if (from.part() >= parts.size()) {
            throw new IOException("the offset is in source " + from.part() + " of a sequence of " + parts.size()
                    + "; a source was removed from the pipeline");
        }
        return new Reader(partition, from);
    }

    private final class Reader implements SourceReader<T> {
        private final int partition;
        private int part;
        private SourceReader<T> current;

        Reader(int partition, Offset from) throws IOException {
            this.partition = partition;
            this.part = from.part();
            this.current = parts.get(part).open(partition, from);
        }

        @Override
        public Status poll(Sink<T> sink, int most) throws IOException {
            Status status = current.poll(sink, most);
            if (status != Status.ENDED || part + 1 == parts.size()) {
                return status;
            }
            current.close();
            part++;
            current = parts.get(part).open(partition, new Offset(part, 0, 0));
            return Status.READY;
        }

        @Override
        public Offset offset() {
            return current.offset();
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}
