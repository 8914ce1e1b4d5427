package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * Regressors of any kinds, whose mean answers, each weighted by β to the power of all that it lost: the exponentially weighted
 * average forecaster. A loss is the squared error, divided by the largest that any member has made so far, so that it lies in 0 … 1 whatever the units;
 * with {@code share} weights follow the member that is best now. All members learn every event; its weight is the number of
 * times that it counts.
 *
 * <p>Cost and memory: the members'. Source: see {@link #PAPER}.
 */
public final class WeightedAverage implements Regressor, MadeOfMembers {
    static final String PAPER =
            "Cesa-Bianchi and Lugosi, \"Prediction, learning, and games\", Cambridge (2006), chapter 2; share: "
                    + ExpertWeights.SHARING;
    private static final int FORMAT = 1;

    private final Experts<Regressor> members;
    private final ExpertWeights weights;
    private final double[] losses;

    /** Largest squared error so far. */
    private double largest;

    public WeightedAverage(AverageSettings settings, Layout layout, long seed) {
        this.members = new Experts<>(settings.learners(), Regressor.class, layout, seed);
        this.weights = new ExpertWeights(members.count(), settings.beta(), settings.share());
        this.losses = new double[members.count()];
    }

    @Override
    public double predict(FeatureVector x) {
        double sum = 0;
        for (int m = 0; m < members.count(); m++) {
            sum += weights.of(m) * members.get(m).predict(x);
        }
        return sum;
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        predictAndLearn(x, value, weight);
    }

    @Override
    public double predictAndLearn(FeatureVector x, double value, double weight) {
        double sum = 0;
        for (int m = 0; m < members.count(); m++) {
            double predicted = members.get(m).predictAndLearn(x, value, weight);
            sum += weights.of(m) * predicted;
            double error = predicted - value;
            losses[m] = Math.min(error * error, Usable.LARGEST);
            largest = Math.max(largest, losses[m]);
        }
        for (int m = 0; m < losses.length && largest > 0; m++) {
            losses[m] /= largest;
        }
        weights.judge(losses, weight);
        return sum;
    }

    @Override
    public List<Made> made() {
        return members.made();
    }

    /** How much a member is trusted: all of them sum to 1. */
    public double weight(int member) {
        return weights.of(member);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDouble(largest);
        weights.snapshot(out);
        members.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, members.layout());
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("a weighted average of format " + format + " is unknown here; this is format " + FORMAT);
        }
        largest = in.readDouble();
        weights.restore(in);
        members.restore(in, before);
    }
}
