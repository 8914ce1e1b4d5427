package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Metrics in which every event weighs a constant factor less than the next: a smooth view of the recent past in O(1) of
 * time and memory. NaN before the first event. Threading: one caller. Source: Gama, Sebastião and Rodrigues, "On
 * evaluating stream learning algorithms", Machine Learning 90 (2013).
 */
public final class FadingMetrics {
    private final double factor;
    private double weight;
    private double correct;
    private double noChangeCorrect;
    private double majorityCorrect;
    private double absoluteSum;
    private double squareSum;

    /** Of a bandit: importances, and rewards weighted by them. */
    private double importances;

    private double weighedRewards;

    /**
     * @param factor what an event's weight is multiplied with at each later event, in (0, 1); 1 ÷ (1 − factor) events
     *     count in the end
     */
    FadingMetrics(double factor) {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("a fading factor lies between 0 and 1, got " + factor);
        }
        this.factor = factor;
    }

    void add(int truth, int predicted, int noChange, int majority) {
        weight = weight * factor + 1;
        correct = correct * factor + (truth == predicted ? 1 : 0);
        noChangeCorrect = noChangeCorrect * factor + (truth == noChange ? 1 : 0);
        majorityCorrect = majorityCorrect * factor + (truth == majority ? 1 : 0);
    }

    void add(double truth, double predicted) {
        double error = truth - predicted;
        weight = weight * factor + 1;
        absoluteSum = absoluteSum * factor + Math.abs(error);
        squareSum = squareSum * factor + error * error;
    }

    void add(Choice choice) {
        add(choice.reward(), choice.estimate());
        double importance = choice.importance();
        if (!Double.isNaN(importance)) {
            importances = importances * factor + importance;
            weighedRewards = weighedRewards * factor + importance * choice.reward();
        }
    }

    /** Adds what another partition scored. */
    public void merge(FadingMetrics other) {
        weight += other.weight;
        correct += other.correct;
        noChangeCorrect += other.noChangeCorrect;
        majorityCorrect += other.majorityCorrect;
        absoluteSum += other.absoluteSum;
        squareSum += other.squareSum;
        importances += other.importances;
        weighedRewards += other.weighedRewards;
    }

    /** The same, for a view over all partitions. */
    public FadingMetrics copy() {
        FadingMetrics copy = new FadingMetrics(factor);
        copy.merge(this);
        return copy;
    }

    /** Share of right predictions. */
    public double accuracy() {
        return correct / weight;
    }

    /** As {@link Metrics#kappaT}. */
    public double kappaT() {
        return Metrics.beyond(correct / weight, noChangeCorrect / weight);
    }

    /** As {@link Metrics#kappaM}. */
    public double kappaM() {
        return Metrics.beyond(correct / weight, majorityCorrect / weight);
    }

    /** As {@link Metrics#snips}. */
    public double snips() {
        return weighedRewards / importances;
    }

    /** Mean absolute error. */
    public double mae() {
        return absoluteSum / weight;
    }

    /** Root of the mean squared error. */
    public double rmse() {
        return Math.sqrt(squareSum / weight);
    }

    void snapshot(StateWriter out) {
        double[] sums = {weight, correct, noChangeCorrect, majorityCorrect, absoluteSum, squareSum};
        if (importances > 0) { // only of bandits
            sums = Arrays.copyOf(sums, 8);
            sums[6] = importances;
            sums[7] = weighedRewards;
        }
        out.writeDoubles(sums);
    }

    void restore(StateReader in) {
        double[] stored = in.readDoubles();
        weight = stored[0];
        correct = stored[1];
        noChangeCorrect = stored[2];
        majorityCorrect = stored[3];
        absoluteSum = stored[4];
        squareSum = stored[5];
        importances = stored.length > 6 ? stored[6] : 0;
        weighedRewards = stored.length > 6 ? stored[7] : 0;
    }
}
