package dev.millrace.ml.evaluation;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * How good probabilities are: log-loss (clipped at 1e-15), Brier score and calibration error, as sums over events.
 * Threading: one caller. Sources: Brier, "Verification of forecasts expressed in terms of probability" (1950); Guo et
 * al., "On calibration of modern neural networks", ICML (2017), for the calibration error over 15 bins of equal width.
 */
final class ScoreQuality {
    static final double CLIP = 1e-15;
    private static final int BINS = 15;

    /** A product of scores below this is put into the sum. */
    private static final double SMALL = 1e-200;

    private long count;

    /** Of all events but the last ones, whose scores are in {@link #product}. */
    private double lossSum;

    /** Of scores of true classes: one logarithm for many of them costs less and rounds less than one for each. */
    private double product = 1;

    private double squareSum;
    private final long[] bySure = new long[BINS];
    private final long[] rightBySure = new long[BINS];
    private final double[] sureSum = new double[BINS];

    /**
     * @param scoreOfTruth the score of the true class
     * @param squares sum over the classes of (score − truth)²
     * @param confidence the largest score
     */
    void add(double scoreOfTruth, double squares, double confidence, boolean right) {
        count++;
        product *= Math.min(1 - CLIP, Math.max(CLIP, scoreOfTruth));
        if (product < SMALL) {
            lossSum -= Elementary.log(product);
            product = 1;
        }
        squareSum += squares;
        int bin = Math.min(BINS - 1, (int) (confidence * BINS));
        bySure[bin]++;
        sureSum[bin] += confidence;
        if (right) {
            rightBySure[bin]++;
        }
    }

    void merge(ScoreQuality other) {
        count += other.count;
        lossSum += other.losses();
        squareSum += other.squareSum;
        for (int i = 0; i < BINS; i++) {
            bySure[i] += other.bySure[i];
            rightBySure[i] += other.rightBySure[i];
            sureSum[i] += other.sureSum[i];
        }
    }

    /** NaN before the first event, as the others. */
    double logLoss() {
        return losses() / count;
    }

    private double losses() {
        return lossSum - Elementary.log(product);
    }

    /** Mean of the squares: 0 to 2. */
    double brier() {
        return squareSum / count;
    }

    double calibrationError() {
        double error = 0;
        for (int i = 0; i < BINS; i++) {
            error += Math.abs(rightBySure[i] - sureSum[i]);
        }
        return error / count;
    }

    void snapshot(StateWriter out) {
        out.writeLong(count);
        out.writeDouble(lossSum);
        out.writeDouble(squareSum);
        out.writeLongs(bySure);
        out.writeLongs(rightBySure);
        double[] sums = Arrays.copyOf(sureSum, BINS + 1);
        sums[BINS] = product;
        out.writeDoubles(sums);
    }

    void restore(StateReader in) {
        count = in.readLong();
        lossSum = in.readDouble();
        squareSum = in.readDouble();
        System.arraycopy(in.readLongs(), 0, bySure, 0, BINS);
        System.arraycopy(in.readLongs(), 0, rightBySure, 0, BINS);
        double[] sums = in.readDoubles();
        System.arraycopy(sums, 0, sureSum, 0, BINS);
        product = sums.length > BINS ? sums[BINS] : 1; // once every score was in the sum
    }
}
