package dev.millrace.ml.drift;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Signals a rise of the mean of a stream: when the sum of deviations above the running mean has gone up by a threshold from its
 * lowest point. Starts anew after each alarm. O(1); four numbers of state. Source: Page, "Continuous inspection
 * schemes", Biometrika 41 (1954).
 */
public final class PageHinkley implements DriftDetector {
    private static final int FORMAT = 1;

    private final int minInstances;
    private final double delta;
    private final double threshold;
    private final double alpha;

    private long count;
    private double mean;
    private double sum;
    private double lowest;

    /** With the usual settings: 30 values before the first alarm, delta 0.005, threshold 50, alpha 0.9999. */
    public PageHinkley() {
        this(30, 0.005, 50, 0.9999);
    }

    /**
     * @param minInstances values before the first alarm; ≥ 1
     * @param delta rise of the mean that is tolerated; ≥ 0
     * @param threshold of the sum; &gt; 0
     * @param alpha share of the sum that is kept at each value; in (0, 1]
     */
    public PageHinkley(int minInstances, double delta, double threshold, double alpha) {
        if (minInstances < 1 || !(delta >= 0) || !(threshold > 0) || !(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException(
                    "Page-Hinkley needs min-instances >= 1, delta >= 0, threshold > 0 and alpha" + " in (0, 1], got "
                            + minInstances + ", " + delta + ", " + threshold + " and " + alpha);
        }
        this.minInstances = minInstances;
        this.delta = delta;
        this.threshold = threshold;
        this.alpha = alpha;
    }

    @Override
    public boolean update(double value) {
        if (!Double.isFinite(value)) {
            return false;
        }
        count++;
        mean += (value - mean) / count;
        sum = alpha * sum + (value - mean - delta);
        lowest = Math.min(lowest, sum);
        if (count >= minInstances && sum - lowest > threshold) {
            reset();
            return true;
        }
        return false;
    }

    private void reset() {
        count = 0;
        mean = 0;
        sum = 0;
        lowest = 0;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(sum);
        out.writeDouble(lowest);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("Page-Hinkley of format " + format + " is unknown here; this is format " + FORMAT);
        }
        count = in.readLong();
        mean = in.readDouble();
        sum = in.readDouble();
        lowest = in.readDouble();
    }
}
