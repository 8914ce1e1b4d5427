package dev.millrace.stream.window;

import static dev.millrace.stream.window.StatisticsLayout.SLICES;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Statistics of one key's numbers over the last spans of event time.
 *
 * <p>Event time is cut into slices of a twelfth of the span, {@code [k·s/12, (k+1)·s/12)}, aligned to the epoch. Asked at
 * t, a span s covers the slice of t and the eleven before it, exactly: every number that arrived for one of these slices
 * counts, whatever its order, and none from outside. So nothing at or before t − s counts, and of (t − s, t] at most the
 * oldest twelfth is left out. Kept are the twelve slices up to the newest that has a number: a number older than these
 * is forgotten, and a question about the past is answered from what of it is still kept.
 *
 * <p>{@link #read} changes nothing and may ask about any t. Sums are taken in the order of arrival in a slice, and over
 * slices from old to new: a function of the order of arrival alone. A missing number (NaN, or infinite)
 * and one without a time are ignored.
 *
 * <p>Memory: 40 bytes, 10 a span, and per slice that has a number 12 bytes and 8 for each of standard deviation, min and
 * max, 16 for the last, 24 for the trend, 32 for how many are different: with count and mean over two spans 348 bytes when all 24 slices have numbers. Cost: O(spans) per update, O(spans × 12) per
 * read. Threading: one caller. Sources: Youngs and Cramer, Technometrics 13 (1971) and Chan, Golub and LeVeque, The
 * American Statistician 37 (1983), for the spread.
 */
public final class SlicedStatistics {
    /** Bytes in front of a span's slices: number of the newest slice (8), which of the twelve are there (2). */
    static final int HEADER = Long.BYTES + Short.BYTES;

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

    private final StatisticsLayout layout;

    /**
     * Per span its header and, in the order of their places (number of the slice modulo 12), the slices that have
     * numbers. Bytes instead of objects and arrays: the state of a key is one array, and is its own snapshot.
     */
    private byte[] bytes;

    SlicedStatistics(StatisticsLayout layout) {
        this.layout = layout;
        this.bytes = new byte[layout.spans() * HEADER];
    }

    /** Adds a number to its slice in every span. */
    public void update(long timestampMillis, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || timestampMillis == Timestamps.NONE) {
            return;
        }
        int at = 0;
        for (int span = 0; span < layout.spans(); span++) {
            long slice = Math.floorDiv(timestampMillis, layout.sliceMillis(span));
            advance(at, slice);
            if (slice > newest(at) - SLICES) {
                int entry = entry(at, place(slice));
                add(entry, value);
                if (layout.hasMore) {
                    addMore(entry, value, timestampMillis, slice * layout.sliceMillis(span));
                }
            }
            at += HEADER + Integer.bitCount(occupied(bytes, at)) * layout.entryBytes;
        }
    }

    /** One statistic over one span, asked at t; it must be one that the layout keeps. */
    public double read(int span, Statistic statistic, long timestampMillis) {
        if (!layout.keeps(statistic)) {
            throw new IllegalArgumentException(statistic + " is not kept; kept are " + layout.statistics());
        }
        return summary(span, offset(span), timestampMillis).get(statistic);
    }

    /** All statistics of all spans, asked at t: span by span, in the order of the layout, from {@code into[at]} on. */
    public void read(long timestampMillis, double[] into, int at) {
        int next = at;
        int spanAt = 0;
        for (int span = 0; span < layout.spans(); span++) {
            Summary summary = summary(span, spanAt, timestampMillis);
            for (Statistic statistic : layout.order) {
                into[next++] = summary.get(statistic);
            }
            spanAt += HEADER + Integer.bitCount(occupied(bytes, spanAt)) * layout.entryBytes;
        }
    }

    /** Whether nothing counts any more for a question at t or later: the key may be forgotten. */
    public boolean isEmptyAt(long timestampMillis) {
        int at = 0;
        for (int span = 0; span < layout.spans(); span++) {
            int occupied = occupied(bytes, at);
            long asked = Math.floorDiv(timestampMillis, layout.sliceMillis(span));
            if (occupied != 0 && newest(at) > asked - SLICES) {
                return false;
            }
            at += HEADER + Integer.bitCount(occupied) * layout.entryBytes;
        }
        return true;
    }

    public void snapshot(StateWriter out) {
        out.writeBytes(bytes);
    }

    public void restore(StateReader in) {
        byte[] stored = in.readBytes();
        layout.check(stored);
        bytes = stored;
    }

    private int offset(int span) {
        int at = 0;
        for (int before = 0; before < span; before++) {
            at += HEADER + Integer.bitCount(occupied(bytes, at)) * layout.entryBytes;
        }
        return at;
    }

    private long newest(int at) {
        return (long) LONG.get(bytes, at);
    }

    static int occupied(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at + Long.BYTES) & 0xffff;
    }

    private static int place(long slice) {
        return Math.floorMod(slice, SLICES);
    }

    /** Drops the slices that a newer one pushes out. */
    private void advance(int at, long slice) {
        int occupied = occupied(bytes, at);
        long newest = newest(at);
        if (occupied != 0 && slice <= newest) {
            return;
        }
        int kept = occupied;
        if (occupied != 0) {
            for (long i = Math.max(newest + 1, slice - SLICES + 1); i <= slice; i++) {
                kept &= ~(1 << place(i));
            }
        }
        LONG.set(bytes, at, slice);
        if (kept != occupied) {
            drop(at, occupied, kept);
        }
    }

    private void drop(int at, int occupied, int kept) {
        int width = layout.entryBytes;
        byte[] next = new byte[bytes.length - Integer.bitCount(occupied & ~kept) * width];
        System.arraycopy(bytes, 0, next, 0, at + HEADER);
        int from = at + HEADER;
        int to = at + HEADER;
        for (int place = 0; place < SLICES; place++) {
            if ((occupied & 1 << place) != 0) {
                if ((kept & 1 << place) != 0) {
                    System.arraycopy(bytes, from, next, to, width);
                    to += width;
                }
                from += width;
            }
        }
        System.arraycopy(bytes, from, next, to, bytes.length - from);
        bytes = next;
        SHORT.set(bytes, at + Long.BYTES, (short) kept);
    }

    /** Where the slice at that place lies; makes room for it if it has had no number. */
    private int entry(int at, int place) {
        int occupied = occupied(bytes, at);
        int width = layout.entryBytes;
        int entry = at + HEADER + Integer.bitCount(occupied & ((1 << place) - 1)) * width;
        if ((occupied & 1 << place) == 0) {
            byte[] next = new byte[bytes.length + width];
            System.arraycopy(bytes, 0, next, 0, entry);
            System.arraycopy(bytes, entry, next, entry + width, bytes.length - entry);
            bytes = next;
            SHORT.set(bytes, at + Long.BYTES, (short) (occupied | 1 << place));
        }
        return entry;
    }

    private void add(int entry, double value) {
        int count = (int) INT.get(bytes, entry) + 1;
        double sum = (double) DOUBLE.get(bytes, entry + Integer.BYTES) + value;
        INT.set(bytes, entry, count);
        DOUBLE.set(bytes, entry + Integer.BYTES, sum);
        if (layout.spreadAt >= 0 && count > 1) {
            double off = count * value - sum;
            double spread = (double) DOUBLE.get(bytes, entry + layout.spreadAt);
            DOUBLE.set(bytes, entry + layout.spreadAt, spread + off * off / ((double) count * (count - 1)));
        }
        if (layout.minAt >= 0) {
            double min = (double) DOUBLE.get(bytes, entry + layout.minAt);
            DOUBLE.set(bytes, entry + layout.minAt, count == 1 ? value : Math.min(min, value));
        }
        if (layout.maxAt >= 0) {
            double max = (double) DOUBLE.get(bytes, entry + layout.maxAt);
            DOUBLE.set(bytes, entry + layout.maxAt, count == 1 ? value : Math.max(max, value));
        }
    }

    /** What few ask for: apart, so that the loop above stays small. */
    private void addMore(int entry, double value, long timestampMillis, long startMillis) {
        if (layout.distinctAt >= 0) {
            DistinctBits.add(bytes, entry + layout.distinctAt, value);
        }
        int count = (int) INT.get(bytes, entry);
        int last = entry + layout.lastAt;
        if (layout.lastAt >= 0 && (count == 1 || timestampMillis >= (long) LONG.get(bytes, last))) {
            LONG.set(bytes, last, timestampMillis);
            DOUBLE.set(bytes, last + Long.BYTES, value);
        }
        if (layout.trendAt >= 0) {
            int at = entry + layout.trendAt;
            double time = (timestampMillis - startMillis) / 1_000.0;
            double times = (double) DOUBLE.get(bytes, at);
            double off = count == 1 ? 0 : time - times / (count - 1);
            double mean = (double) DOUBLE.get(bytes, entry + Integer.BYTES) / count;
            times += time;
            DOUBLE.set(bytes, at, times);
            DOUBLE.set(bytes, at + 8, (double) DOUBLE.get(bytes, at + 8) + off * (time - times / count));
            DOUBLE.set(bytes, at + 16, (double) DOUBLE.get(bytes, at + 16) + off * (value - mean));
        }
    }

    private Summary summary(int span, int at, long timestampMillis) {
        Summary summary = new Summary(layout, layout.spanMillis(span));
        int occupied = occupied(bytes, at);
        if (occupied == 0) {
            return summary;
        }
        long asked = Math.floorDiv(timestampMillis, layout.sliceMillis(span));
        long newest = newest(at);
        for (long slice = Math.max(asked, newest) - SLICES + 1; slice <= Math.min(asked, newest); slice++) {
            int place = place(slice);
            if ((occupied & 1 << place) != 0) {
                int entry = at + HEADER + Integer.bitCount(occupied & ((1 << place) - 1)) * layout.entryBytes;
                if (layout.hasMore) {
                    summary.mergeMore(bytes, entry, slice * layout.sliceMillis(span));
                }
                summary.merge(
                        (int) INT.get(bytes, entry),
                        (double) DOUBLE.get(bytes, entry + Integer.BYTES),
                        number(entry, layout.spreadAt),
                        number(entry, layout.minAt),
                        number(entry, layout.maxAt));
            }
        }
        return summary;
    }

    private double number(int entry, int at) {
        return at < 0 ? 0 : (double) DOUBLE.get(bytes, entry + at);
    }
}
