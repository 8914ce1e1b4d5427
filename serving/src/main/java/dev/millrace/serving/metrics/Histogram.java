package dev.millrace.serving.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long things took: eight buckets for each doubling, from a microsecond to about a minute, so a quantile is known
 * within 13 %. For Prometheus they are added up at the doublings. Threading: any thread; {@link #record} is lock-free.
 */
public final class Histogram {
    private static final int STEPS_LOG2 = 3;
    private static final int STEPS = 1 << STEPS_LOG2;
    private static final int DOUBLINGS = 26;
    /** Doublings of a microsecond that Prometheus gets: 64 µs … 16.8 s. */
    private static final int FIRST_SHOWN = 6;

    private static final int LAST_SHOWN = 24;

    private final AtomicLongArray counts = new AtomicLongArray(DOUBLINGS * STEPS + 1);
    private final LongAdder sumNanos = new LongAdder();

    public void record(long nanos) {
        counts.incrementAndGet(bucketOf(nanos));
        sumNanos.add(nanos);
    }

    /** Bucket 8·d + s holds (2^d·(1 + s/8), 2^d·(1 + (s+1)/8)] microseconds; the first also what is shorter. */
    static int bucketOf(long nanos) {
        long micros = (nanos + 999) / 1000 - 1;
        if (micros < 1) {
            return 0;
        }
        int doubling = 63 - Long.numberOfLeadingZeros(micros);
        int step = doubling >= STEPS_LOG2
                ? (int) (micros >>> (doubling - STEPS_LOG2)) & (STEPS - 1)
                : (int) (micros << (STEPS_LOG2 - doubling)) & (STEPS - 1);
        return Math.min(doubling * STEPS + step, DOUBLINGS * STEPS);
    }

    private static double upperMicros(int bucket) {
        return Math.scalb(1 + (bucket % STEPS + 1) / (double) STEPS, bucket / STEPS);
    }

    /** A copy of the counts, to take differences of. */
    public long[] counts() {
        long[] copy = new long[counts.length()];
        Arrays.setAll(copy, counts::get);
        return copy;
    }

    /**
     * A quantile of what was recorded between two copies of the counts, in milliseconds; NaN if nothing was.
     *
     * @param quantile 0 … 1
     */
    public static double quantileMillis(long[] before, long[] after, double quantile) {
        long total = 0;
        for (int i = 0; i < after.length; i++) {
            total += after[i] - before[i];
        }
        if (total == 0) {
            return Double.NaN;
        }
        long rank = Math.max(1, (long) Math.ceil(quantile * total));
        long seen = 0;
        for (int i = 0; i < after.length; i++) {
            seen += after[i] - before[i];
            if (seen >= rank) {
                return upperMicros(i) / 1000;
            }
        }
        return Double.NaN;
    }

    /** Adds its samples to the histogram begun last, in seconds. */
    public void write(MetricText out, String... labels) {
        long[] now = counts();
        String[] withBound = Arrays.copyOf(labels, labels.length + 2);
        withBound[labels.length] = "le";
        long seen = 0;
        int bucket = 0;
        for (int doubling = FIRST_SHOWN; doubling <= LAST_SHOWN; doubling++) {
            for (; bucket < doubling * STEPS; bucket++) {
                seen += now[bucket];
            }
            withBound[labels.length + 1] = MetricText.format(Math.scalb(1e-6, doubling));
            out.sample("_bucket", (double) seen, withBound);
        }
        for (; bucket < now.length; bucket++) {
            seen += now[bucket];
        }
        withBound[labels.length + 1] = "+Inf";
        out.sample("_bucket", (double) seen, withBound);
        out.sample("_sum", sumNanos.sum() / 1e9, labels);
        out.sample("_count", (double) seen, labels);
    }
}
