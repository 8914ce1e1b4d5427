package dev.millrace.ml.drift;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * An adaptive window: keeps the longest recent stretch of values whose mean shows no change, and signals when it drops its older part.
 *
 * <p>Values are kept as sums over buckets of 1, 2, 4, … values, at most six of a size, so that a window of n takes O(log n)
 * memory; every 32 values it looks for a cut whose sides' means differ by more than chance allows. Values should lie in
 * 0 … 1 (errors do); what is not finite is ignored. Amortised O(log n) per value. Source: Bifet and Gavaldà, "Learning from
 * time-changing data with adaptive windowing", SDM 2007.
 */
public final class Adwin implements DriftDetector {
    /** Confidence that the reference implementations use by default. */
    public static final double DEFAULT_DELTA = 0.002;

    private static final int FORMAT = 1;
    private static final int CLOCK = 32;
    private static final int BUCKETS = 5;
    private static final int MIN_SIDE = 5;
    private static final int MIN_WINDOW = 10;
    private static final int MAX_ROWS = 48;
    private static final int SLOTS = BUCKETS + 1;

    private final double delta;
    private long time;
    private long width;
    private double total;
    private double variance;

    /** Rows in use; a bucket of row r holds 2^r values, and larger rows are older. */
    private int rows = 1;

    /** Buckets of each row, the oldest first: {@code [row · SLOTS + bucket]}. */
    private double[] totals = new double[4 * SLOTS];

    private double[] variances = new double[4 * SLOTS];
    private int[] sizes = new int[4];

    public Adwin() {
        this(DEFAULT_DELTA);
    }

    /** @param delta bound on the probability of a false alarm; in (0, 1) */
    public Adwin(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be between 0 and 1, got " + delta);
        }
        this.delta = delta;
    }

    /** Forgets everything but keeps its room: as good as a new one of the same delta. */
    public void clear() {
        time = 0;
        width = 0;
        total = 0;
        variance = 0;
        Arrays.fill(totals, 0, rows * SLOTS, 0);
        Arrays.fill(variances, 0, rows * SLOTS, 0);
        Arrays.fill(sizes, 0, rows, 0);
        rows = 1;
    }

    /** Values in the window. */
    public long width() {
        return width;
    }

    /** Mean of the window; 0 if it is empty. */
    public double mean() {
        return width == 0 ? 0 : total / width;
    }

    @Override
    public boolean update(double value) {
        if (!(Math.abs(value) <= 1e100)) {
            return false;
        }
        time++;
        insert(value);
        boolean changed = false;
        if (time % CLOCK == 0 && width > MIN_WINDOW) {
            while (dropOldestIfChanged()) {
                changed = true;
            }
        }
        return changed;
    }

    /** Updates until it next looks for a change: only the last of them can signal one. */
    public int untilNextLook() {
        return CLOCK - (int) (time % CLOCK);
    }

    private void insert(double value) {
        width++;
        append(0, value, 0);
        if (width > 1) {
            double from = value - total / (width - 1);
            variance += (width - 1) * from * from / width;
        }
        total += value;
        for (int row = 0; sizes[row] == SLOTS; row++) {
            mergeOldest(row);
        }
    }

    private void append(int row, double sum, double spread) {
        if (row == sizes.length) {
            int room = Math.min(MAX_ROWS, row * 2);
            totals = Arrays.copyOf(totals, room * SLOTS);
            variances = Arrays.copyOf(variances, room * SLOTS);
            sizes = Arrays.copyOf(sizes, room);
        }
        rows = Math.max(rows, row + 1);
        totals[row * SLOTS + sizes[row]] = sum;
        variances[row * SLOTS + sizes[row]] = spread;
        sizes[row]++;
    }

    /** The two oldest buckets of a full row become one of the next. */
    private void mergeOldest(int row) {
        int at = row * SLOTS;
        double count = bucketSize(row);
        double share =
                Double.longBitsToDouble((1023L - row) << 52); // 2^−row: times it is divided by the count, to the bit
        double between = totals[at] * share - totals[at + 1] * share;
        append(row + 1, totals[at] + totals[at + 1], variances[at] + variances[at + 1] + count * between * between / 2);
        remove(row, 2);
    }

    private void remove(int row, int count) {
        int from = row * SLOTS;
        int left = from + SLOTS - count;
        for (int i = from; i < left; i++) { // a few: calls that copy and fill take longer
            totals[i] = totals[i + count];
            variances[i] = variances[i + count];
        }
        for (int i = left; i < from + SLOTS; i++) {
            totals[i] = 0;
            variances[i] = 0;
        }
        sizes[row] -= count;
    }

    private static long bucketSize(int row) {
        return 1L << row;
    }

    /** Looks from the oldest bucket on for a cut that shows a change; if there is one, drops the oldest bucket. */
    private boolean dropOldestIfChanged() {
        long before = 0;
        long after = width;
        double sumBefore = 0;
        double sumAfter = total;
        // The same for every cut: two logarithms a look, not two a cut.
        double logs = Elementary.log(2 * Elementary.log((double) width) / delta);
        double spread = variance / width;
        double linear = 2.0 / 3 * logs;
        for (int row = rows - 1; row >= 0; row--) {
            for (int bucket = 0; bucket < sizes[row]; bucket++) {
                before += bucketSize(row);
                after -= bucketSize(row);
                sumBefore += totals[row * SLOTS + bucket];
                sumAfter -= totals[row * SLOTS + bucket];
                if (before > MIN_SIDE + 1 && after > MIN_SIDE + 1) {
                    double harmonic = 1.0 / (before - MIN_SIDE + 1) + 1.0 / (after - MIN_SIDE + 1);
                    double bound = Math.sqrt(2 * harmonic * spread * logs) + linear * harmonic;
                    if (Math.abs(sumBefore / before - sumAfter / after) > bound) {
                        dropOldest();
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void dropOldest() {
        int row = rows - 1;
        int at = row * SLOTS;
        double count = bucketSize(row);
        width -= bucketSize(row);
        total -= totals[at];
        double between = totals[at] / count - total / width;
        variance = Math.max(0, variance - (variances[at] + count * width * between * between / (count + width)));
        remove(row, 1);
        while (rows > 1 && sizes[rows - 1] == 0) {
            rows--;
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(time);
        out.writeLong(width);
        out.writeDouble(total);
        out.writeDouble(variance);
        out.writeInts(Arrays.copyOf(sizes, rows));
        for (int row = 0; row < rows; row++) {
            for (int bucket = 0; bucket < sizes[row]; bucket++) {
                out.writeDouble(totals[row * SLOTS + bucket]);
                out.writeDouble(variances[row * SLOTS + bucket]);
            }
        }
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("ADWIN of format " + format + " is unknown here; this is format " + FORMAT);
        }
        time = in.readLong();
        width = in.readLong();
        total = in.readDouble();
        variance = in.readDouble();
        int[] stored = in.readInts();
        if (stored.length < 1 || stored.length > MAX_ROWS) {
            throw new BadState("an ADWIN window with " + stored.length + " rows; the snapshot is damaged");
        }
        rows = stored.length;
        sizes = Arrays.copyOf(stored, Math.max(4, rows));
        totals = new double[sizes.length * SLOTS];
        variances = new double[sizes.length * SLOTS];
        for (int row = 0; row < rows; row++) {
            if (sizes[row] < 0 || sizes[row] > BUCKETS) {
                throw new BadState("an ADWIN row with " + sizes[row] + " buckets; the snapshot is damaged");
            }
            for (int bucket = 0; bucket < sizes[row]; bucket++) {
                totals[row * SLOTS + bucket] = in.readDouble();
                variances[row * SLOTS + bucket] = in.readDouble();
            }
        }
    }
}
