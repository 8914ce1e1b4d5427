package dev.millrace.stream.source;

import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.Timestamps;
import java.util.Objects;

/**
 * Events made by a function of their index, so that any offset replays at no cost. Bounded or endless, as fast as they
 * are taken or at a set rate.
 *
 * @param <T> the events
 */
public final class GeneratorSource<T> implements Source<T> {
    /** The count of a source that never ends. */
    public static final long ENDLESS = Long.MAX_VALUE;

    /**
     * Makes the event at an index; a function of its arguments alone, called by one thread per partition.
     *
     * @param <T> the events
     */
    @FunctionalInterface
    public interface Generator<T> {
        /**
         * @param source index of this source in its sequence: what a row says as {@code source()}
         * @param partition from 0
         * @param index of the event in its partition, from 0
         */
        T event(int source, int partition, long index);
    }

    private final String name;
    private final int partitions;
    private final long count;
    private final Generator<T> generator;
    private final Clock clock;
    private final double perSecond;

    /**
     * @param name names the function and its settings (seed): a part of the plan's fingerprint
     * @param count events per partition, or {@link #ENDLESS}
     */
    public GeneratorSource(String name, int partitions, long count, Generator<T> generator) {
        this(name, partitions, count, generator, null, Double.POSITIVE_INFINITY);
    }

    private GeneratorSource(
            String name, int partitions, long count, Generator<T> generator, Clock clock, double perSecond) {
        if (partitions < 1 || count < 0) {
            throw new IllegalArgumentException("a generator has at least one partition and no negative count, got "
                    + partitions + " partitions of " + count + " events");
        }
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("the rate of a generator is positive, got " + perSecond + " a second");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.partitions = partitions;
        this.count = count;
        this.generator = Objects.requireNonNull(generator, "generator");
        this.clock = clock;
        this.perSecond = perSecond;
    }

    /** The same events, no faster than so many a second and partition, counted from where a reader was opened. */
    public GeneratorSource<T> atRate(double eventsPerSecond, Clock paceClock) {
        return new GeneratorSource<>(
                name, partitions, count, generator, Objects.requireNonNull(paceClock, "clock"), eventsPerSecond);
    }

    @Override
    public String describe() {
        return "generator(" + name + ", " + (count == ENDLESS ? "endless" : count + " events") + ")";
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public boolean isLive() {
        return clock != null;
    }

    @Override
    public long expectedRecords() {
        return count == ENDLESS || count > Long.MAX_VALUE / partitions ? -1 : count * partitions;
    }

    @Override
    public SourceReader<T> open(int partition, Offset from) {
        Objects.checkIndex(partition, partitions);
        return new Reader(partition, from);
    }

    private final class Reader implements SourceReader<T> {
        private final int partition;
        private final int part;
        private final long firstIndex;
        private final long startNanos;
        private long next;

        Reader(int partition, Offset from) {
            this.partition = partition;
            this.part = from.part();
            this.firstIndex = from.records();
            this.next = from.records();
            this.startNanos = clock == null ? 0 : clock.nanos();
        }

        @Override
        public Status poll(Sink<T> sink, int most) {
            long due = due();
            long end = Math.min(Math.min(count, due), most > count - next ? count : next + most);
            while (next < end) {
                sink.event(generator.event(part, partition, next++), Timestamps.NONE);
            }
            return next >= count ? Status.ENDED : next >= due ? Status.WAITING : Status.READY;
        }

        /** The index before which events may be given out now. */
        private long due() {
            if (clock == null) {
                return Long.MAX_VALUE;
            }
            double passed = (clock.nanos() - startNanos) * 1e-9 * perSecond;
            return passed >= Long.MAX_VALUE - firstIndex ? Long.MAX_VALUE : firstIndex + 1 + (long) passed;
        }

        @Override
        public Offset offset() {
            return new Offset(part, next, next);
        }

        @Override
        public void close() {}
    }
}
