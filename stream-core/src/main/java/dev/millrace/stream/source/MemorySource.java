package dev.millrace.stream.source;

import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.util.List;

/**
 * Events that are in memory already, for tests and small streams. Each partition is a list; events are given out as they
 * are, so rows should carry their place.
 *
 * @param <T> the events
 */
public final class MemorySource<T> implements Source<T> {
    private final String name;
    private final List<List<T>> partitions;

    private MemorySource(String name, List<List<T>> partitions) {
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException(
                    "a source has at least one partition; give an empty list for none to say");
        }
        this.name = name;
        this.partitions = partitions.stream().map(List::copyOf).toList();
    }

    /** One partition. */
    public static <T> MemorySource<T> of(String name, List<? extends T> events) {
        return new MemorySource<>(name, List.of(List.copyOf(events)));
    }

    /** A partition for each list. */
    public static <T> MemorySource<T> partitioned(String name, List<List<T>> partitions) {
        return new MemorySource<>(name, partitions);
    }

    @Override
    public String describe() {
        return "memory(" + name + ")";
    }

    @Override
    public int partitions() {
        return partitions.size();
    }

    @Override
    public long expectedRecords() {
        return partitions.stream().mapToLong(List::size).sum();
    }

    @Override
    public SourceReader<T> open(int partition, Offset from) throws IOException {
        List<T> events = partitions.get(partition);
        if (from.records() > events.size()) {
            throw new IOException("memory source '" + name + "' has " + events.size() + " events in partition "
                    + partition + " and cannot go on at " + from.records());
        }
        return new Reader<>(events, from);
    }

    private static final class Reader<T> implements SourceReader<T> {
        private final List<T> events;
        private final int part;
        private int next;

        Reader(List<T> events, Offset from) {
            this.events = events;
            this.part = from.part();
            this.next = (int) from.records();
        }

        @Override
        public Status poll(Sink<T> sink, int most) {
            int end = (int) Math.min(events.size(), (long) next + most);
            while (next < end) {
                sink.event(events.get(next++), Timestamps.NONE);
            }
            return next == events.size() ? Status.ENDED : Status.READY;
        }

        @Override
        public Offset offset() {
            return new Offset(part, next, next);
        }

        @Override
        public void close() {}
    }
}
