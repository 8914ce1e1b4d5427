package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Any batch trainer of values of Tribuo in a stream; see {@link RetrainedClassifier}, of which this is the twin. Of two
 * models the one answers whose absolute errors sum to less. A trainer sees values less their mean, divided by their deviation, both of
 * the events that it is trained on, so that its settings do not depend on the unit. Before the first model, and
 * where a model's answer is not finite, the mean of all values so far answers.
 *
 * <p>Cost and memory: those of {@link RetrainedClassifier}. Source: see {@link RetrainedClassifier#PAPER}.
 */
public final class RetrainedRegressor implements Regressor {
    private static final int FORMAT = 1;

    private final Layout layout;
    private final Retraining<org.tribuo.regression.Regressor> retraining;
    private double weightSeen;
    private double mean;

    public RetrainedRegressor(RetrainedSettings settings, Layout layout, long seed) {
        this.layout = layout;
        this.retraining = new Retraining<>(
                settings,
                layout,
                seed,
                Outputs.VALUES,
                (by, event) -> Math.min(Double.MAX_VALUE, Math.abs(predict(by, event.x()) - event.target())));
    }

    @Override
    public double predict(FeatureVector x) {
        return predict(retraining.model(), x);
    }

    private double predict(StoredModel<org.tribuo.regression.Regressor> by, FeatureVector x) {
        if (by == null) {
            return mean;
        }
        double said = by.scaling().unscaled(by.predict(x).getOutput().getValues()[0]);
        return Double.isFinite(said) ? said : mean;
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        weightSeen += weight;
        double share = weight / weightSeen;
        mean = mean * (1 - share) + value * share; // finite even where the difference of two finite values is not
        retraining.learn(x, value, weight);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        retraining.snapshotCounts(out);
        out.writeDouble(weightSeen);
        out.writeDouble(mean);
        retraining.snapshotModels(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState(
                    "a retrained regressor of format " + format + " is unknown here; this is format " + FORMAT);
        }
        retraining.restoreCounts(in);
        weightSeen = in.readDouble();
        mean = in.readDouble();
        retraining.restoreModels(in, before, false);
    }
}
