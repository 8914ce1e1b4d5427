package dev.millrace.stream.window;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.state.ValueCodec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which statistics are kept over which spans: shared by the {@link SlicedStatistics} of all keys. Immutable; any thread.
 */
public final class StatisticsLayout {
    /** A span is cut into this many slices. */
    public static final int SLICES = 12;

    private final long[] spansMillis;
    private final Set<Statistic> statistics;

    /** What is kept, in the order of results; not changed. */
    final Statistic[] order;

    /** Bytes of a slice: the count (4), the sum (8), and what else is wanted; −1 where it is not kept. */
    final int entryBytes;

    final int spreadAt;
    final int minAt;
    final int maxAt;
    final int distinctAt;
    final int lastAt;
    final int trendAt;

    /** Whether a slice holds more than count, sum, spread, min and max. */
    final boolean hasMore;

    /**
     * @param spansMillis lengths of the spans, each at least {@value #SLICES} ms; rounded down to multiples of that
     * @param statistics what is asked for; at least one
     */
    public StatisticsLayout(List<Long> spansMillis, Set<Statistic> statistics) {
        if (spansMillis.isEmpty() || statistics.isEmpty()) {
            throw new IllegalArgumentException(
                    "statistics over time need at least one span and one statistic, got spans " + spansMillis + " and "
                            + statistics + "; set over and take");
        }
        for (long span : spansMillis) {
            if (span < SLICES || span > Long.MAX_VALUE / 4) {
                throw new IllegalArgumentException(
                        "a span is " + SLICES + " ms or longer, got " + span + " ms; set over");
            }
        }
        this.spansMillis = spansMillis.stream().mapToLong(Long::longValue).toArray();
        this.statistics = EnumSet.copyOf(statistics);
        this.order = this.statistics.toArray(new Statistic[0]);
        int bytes = Integer.BYTES + Double.BYTES;
        this.spreadAt = place(Statistic.STANDARD_DEVIATION, bytes);
        bytes += spreadAt < 0 ? 0 : Double.BYTES;
        this.minAt = place(Statistic.MIN, bytes);
        bytes += minAt < 0 ? 0 : Double.BYTES;
        this.maxAt = place(Statistic.MAX, bytes);
        bytes += maxAt < 0 ? 0 : Double.BYTES;
        this.distinctAt = place(Statistic.DISTINCT, bytes);
        bytes += distinctAt < 0 ? 0 : DistinctBits.BYTES;
        this.lastAt = place(Statistic.LAST, bytes);
        bytes += lastAt < 0 ? 0 : Long.BYTES + Double.BYTES;
        this.trendAt = place(Statistic.TREND, bytes);
        bytes += trendAt < 0 ? 0 : 3 * Double.BYTES;
        this.hasMore = distinctAt >= 0 || lastAt >= 0 || trendAt >= 0;
        this.entryBytes = bytes;
    }

    private int place(Statistic statistic, int next) {
        return statistics.contains(statistic) ? next : -1;
    }

    /** Statistics that have seen nothing yet. */
    public SlicedStatistics create() {
        return new SlicedStatistics(this);
    }

    public int spans() {
        return spansMillis.length;
    }

    public long spanMillis(int span) {
        return spansMillis[span];
    }

    /** Length of a slice of that span. */
    public long sliceMillis(int span) {
        return spansMillis[span] / SLICES;
    }

    /** What is kept, in the order of results. */
    public List<Statistic> statistics() {
        return List.of(order);
    }

    /** How many numbers {@link SlicedStatistics#read(long, double[], int)} gives: spans × statistics. */
    public int results() {
        return spansMillis.length * order.length;
    }

    boolean keeps(Statistic statistic) {
        return statistics.contains(statistic);
    }

    /** Stores the statistics of one key, to be kept in a {@link dev.millrace.stream.state.KeyedMap}. */
    public ValueCodec<SlicedStatistics> codec() {
        return new ValueCodec<>() {
            @Override
            public void write(SlicedStatistics value, StateWriter out) {
                value.snapshot(out);
            }

            @Override
            public SlicedStatistics read(StateReader in) {
                SlicedStatistics value = create();
                value.restore(in);
                return value;
            }
        };
    }

    /** Refuses bytes that cannot have been written under this layout. */
    void check(byte[] bytes) {
        int at = 0;
        for (int span = 0; span < spansMillis.length; span++) {
            if (bytes.length - at < SlicedStatistics.HEADER) {
                throw misfit(bytes);
            }
            int occupied = SlicedStatistics.occupied(bytes, at);
            if (occupied >>> SLICES != 0) {
                throw misfit(bytes);
            }
            at += SlicedStatistics.HEADER + Integer.bitCount(occupied) * entryBytes;
        }
        if (at != bytes.length) {
            throw misfit(bytes);
        }
    }

    private BadState misfit(byte[] bytes) {
        return new BadState(bytes.length + " bytes of statistics do not fit " + spansMillis.length + " spans with "
                + statistics + "; the settings have changed or the state is damaged");
    }
}
