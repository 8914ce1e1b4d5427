package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Errors of predicted numbers, and the spread of the true ones. O(1) per event. Threading: one caller. Source of the
 * running and merged variance: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm" (1979).
 */
final class ValueErrors {
    private long count;
    private double absoluteSum;
    private double squareSum;
    private double mean;
    private double spread;

    void add(double truth, double predicted) {
        double error = truth - predicted;
        count++;
        absoluteSum += Math.abs(error);
        squareSum += error * error;
        double delta = truth - mean;
        mean += delta / count;
        spread += delta * (truth - mean);
    }

    void merge(ValueErrors other) {
        if (other.count > 0) {
            double delta = other.mean - mean;
            double all = (double) count + other.count;
            spread += other.spread + delta * delta * (count * (other.count / all));
            mean += delta * (other.count / all);
            count += other.count;
            absoluteSum += other.absoluteSum;
            squareSum += other.squareSum;
        }
    }

    long count() {
        return count;
    }

    double meanAbsolute() {
        return absoluteSum / count;
    }

    double rootMeanSquare() {
        return Math.sqrt(squareSum / count);
    }

    /** 1 − squared error ÷ squared distance from the mean of all true values; NaN while these are all the same. */
    double determination() {
        return spread > 0 ? 1 - squareSum / spread : Double.NaN;
    }

    void snapshot(StateWriter out) {
        out.writeLong(count);
        out.writeDouble(absoluteSum);
        out.writeDouble(squareSum);
        out.writeDouble(mean);
        out.writeDouble(spread);
    }

    void restore(StateReader in) {
        count = in.readLong();
        absoluteSum = in.readDouble();
        squareSum = in.readDouble();
        mean = in.readDouble();
        spread = in.readDouble();
    }
}
