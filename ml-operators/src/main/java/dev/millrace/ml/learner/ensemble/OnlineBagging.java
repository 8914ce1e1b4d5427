package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Bagging on a stream: each member sees an event a Poisson number of times, as it would be drawn into a bootstrap sample, and the
 * mean of the members' scores is the answer. An event's weight multiplies the number. Missing values are the members'
 * affair. Cost and memory: the members'. Source: see {@link #PAPER}.
 */
public final class OnlineBagging implements Classifier {
    static final String PAPER = "Oza and Russell, \"Online bagging and boosting\", AISTATS 2001";
    private static final int FORMAT = 2;

    private final Layout layout;
    private final Committee committee;

    public OnlineBagging(BaggingSettings settings, Layout layout, long seed) {
        this.layout = layout;
        ChosenLearner base = Learners.parse(settings.base());
        Poisson times = new Poisson(settings.lambda());
        this.committee = new Committee(
                settings.members(), i -> new BaggedMember(base, layout, times, 0, Random64.seedOf(seed, "member", i)));
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        committee.predict(x, scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        committee.learn(x, label, weight);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        committee.predictAndLearn(x, label, weight, scores);
    }

    @Override
    public boolean gainsFromSlices() {
        return true;
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        committee.predictAndLearn(slice, 0, slice.size(), parallel);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        committee.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "online bagging of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        if (format == 1) {
            committee.restoreFirst(in, before);
        } else {
            committee.restore(in, format, before);
        }
    }
}
