package dev.millrace.ml.learner.baseline;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/** Predicts the weighted mean of the values so far. O(1). Source: see {@link #PAPER}. */
public final class MeanValue implements Regressor, Mergeable {
    static final String PAPER =
            "Welford, \"Note on a method for calculating corrected sums of squares and products\", Technometrics 4 (1962)";
    private static final int FORMAT = 1;

    private double weightSeen;
    private double mean;

    @Override
    public double predict(FeatureVector x) {
        return mean;
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        add(value, weight);
    }

    private void add(double value, double weight) {
        weightSeen += weight;
        double share = weight / weightSeen;
        mean = mean * (1 - share) + value * share; // finite even where the difference of two finite values is not
    }

    @Override
    public void merge(List<Part> parts) {
        for (Part part : parts) {
            MeanValue other = (MeanValue) part.learner();
            if (other.weightSeen > 0) {
                add(other.mean, other.weightSeen);
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDouble(weightSeen);
        out.writeDouble(mean);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("mean of format " + format + " is unknown here; this is format " + FORMAT);
        }
        weightSeen = in.readDouble();
        mean = in.readDouble();
    }
}
