package dev.millrace.ml.learner.boosted;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Gradient boosting of values on a stream: from the mean of all values on, each tree learns what those before it leave of the
 * value, and a share of what it says is added. Trees replace subtrees whose error rises. Missing and hashed values as in
 * {@link dev.millrace.ml.learner.tree.HoeffdingRegressionTree}.
 *
 * <p>Cost and memory: stages times a small tree's. Source: see {@link GradientBoostedTrees#PAPER}.
 */
public final class GradientBoostedRegression implements Regressor {
    private static final int FORMAT = 1;

    private final BoostedSettings settings;
    private final Boosters boosters;
    private double seen;
    private double mean;

    public GradientBoostedRegression(BoostedSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.boosters = new Boosters(settings, layout, seed);
        boosters.ensure(1);
    }

    @Override
    public double predict(FeatureVector x) {
        return boosters.predict(0, mean, x);
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        predictAndLearn(x, value, weight);
    }

    @Override
    public double predictAndLearn(FeatureVector x, double value, double weight) {
        if (!Usable.isUsable(value)) {
            return predict(x);
        }
        double predicted = mean;
        seen += weight;
        mean += weight / seen * (value - mean);
        double sum = mean; // the trees learn what the mean leaves that goes with them from now on
        for (int m = 0; m < settings.stages(); m++) {
            double step = boosters.step(0, m, x, value - sum, weight);
            sum += step;
            predicted += step;
        }
        return predicted;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDouble(seen);
        out.writeDouble(mean);
        boosters.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("boosted trees of format " + format + " are unknown here; this is format " + FORMAT);
        }
        seen = in.readDouble();
        mean = in.readDouble();
        boosters.restore(in);
    }
}
