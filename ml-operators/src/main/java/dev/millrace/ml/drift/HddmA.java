package dev.millrace.ml.drift;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Signals a rise of the mean of bounded values: compares the mean of all with that of the first part for which it was
 * lowest, by Hoeffding's bound on moving averages. Starts anew after each alarm. For values in 0 … 1; values outside are
 * ignored. O(1); four numbers of state. Source: Frías-Blanco et al., "Online and non-parametric drift detection methods
 * based on Hoeffding's bounds", IEEE Transactions on Knowledge and Data Engineering 27 (2015), the A-test.
 */
public final class HddmA implements DriftDetector {
    private static final int FORMAT = 1;

    private final double confidence;
    private final double logOfBound;
    private final double logOfDifference;

    private long count;
    private double sum;
    private long lowestCount;
    private double lowestSum;

    /** @param confidence bound on the probability of a false alarm; in (0, 1); the paper has 0.001 */
    public HddmA(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("HDDM-A needs a confidence between 0 and 1, got " + confidence);
        }
        this.confidence = confidence;
        this.logOfBound = Elementary.log(1 / confidence) / 2;
        this.logOfDifference = Elementary.log(2 / confidence) / 2;
    }

    @Override
    public boolean update(double value) {
        if (!(value >= 0 && value <= 1)) {
            return false;
        }
        count++;
        sum += value;
        double mean = sum / count;
        if (lowestCount == 0
                || mean + Math.sqrt(logOfBound / count)
                        <= lowestSum / lowestCount + Math.sqrt(logOfBound / lowestCount)) {
            lowestCount = count;
            lowestSum = sum;
        }
        if (lowestCount == count) {
            return false;
        }
        double share = (count - lowestCount) / ((double) lowestCount * count);
        if (mean - lowestSum / lowestCount < Math.sqrt(share * logOfDifference)) {
            return false;
        }
        count = 0;
        sum = 0;
        lowestCount = 0;
        lowestSum = 0;
        return true;
    }

    @Override
    public String toString() {
        return "HDDM-A(" + confidence + ")";
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(count);
        out.writeDouble(sum);
        out.writeLong(lowestCount);
        out.writeDouble(lowestSum);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("HDDM-A of format " + format + " is unknown here; this is format " + FORMAT);
        }
        count = in.readLong();
        sum = in.readDouble();
        lowestCount = in.readLong();
        lowestSum = in.readDouble();
    }
}
