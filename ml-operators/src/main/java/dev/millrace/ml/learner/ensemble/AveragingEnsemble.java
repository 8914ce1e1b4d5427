package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.function.IntFunction;

/** A regressor that is the mean of what its members expect. */
abstract class AveragingEnsemble<E extends Estimator> implements Regressor {
    private final String name;
    private final int format;
    private final Layout layout;
    private final Committee<E> committee;
    private final double[] sum = new double[1];

    /**
     * @param name for people
     * @param format of its snapshots
     */
    AveragingEnsemble(String name, int format, Layout layout, int members, IntFunction<E> maker) {
        this.name = name;
        this.format = format;
        this.layout = layout;
        this.committee = new Committee<>(members, maker);
    }

    final Committee<E> committee() {
        return committee;
    }

    @Override
    public final double predict(FeatureVector x) {
        double added = 0;
        for (Estimator member : committee.members()) {
            added += member.estimate(x);
        }
        return mean(added);
    }

    @Override
    public final void learn(FeatureVector x, double value, double weight) {
        predictAndLearn(x, value, weight);
    }

    @Override
    public final double predictAndLearn(FeatureVector x, double value, double weight) {
        double added = 0;
        for (Estimator member : committee.members()) {
            added += member.estimateAndLearn(x, value, weight);
        }
        return mean(added);
    }

    private double mean(double added) {
        return added / committee.members().size();
    }

    @Override
    public final boolean gainsFromSlices() {
        return true;
    }

    @Override
    public final void predictAndLearn(Slice slice, Parallel parallel) {
        committee.go(
                slice.size(),
                1,
                sum,
                parallel,
                (member, i, ballot) -> ballot[0] = member.estimateAndLearn(slice.x(i), slice.value(i), slice.weight(i)),
                (i, added) -> slice.predicted(i, mean(added[0])));
    }

    @Override
    public final void snapshot(StateWriter out) {
        out.writeInt(format);
        committee.snapshot(out);
    }

    @Override
    public final void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public final void restore(StateReader in, Layout before) {
        int found = in.readInt();
        if (found < 1 || found > format) {
            throw new BadState(name + " of format " + found + " is unknown here; this reads formats up to " + format);
        }
        committee.restore(in, found, before);
    }
}
