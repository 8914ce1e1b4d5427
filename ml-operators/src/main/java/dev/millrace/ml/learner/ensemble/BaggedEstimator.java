package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** Any regressor that sees each event a Poisson number of times. */
final class BaggedEstimator implements Estimator {
    private final ChosenLearner base;
    private final Layout layout;
    private final Poisson times;
    private final Random64 random;
    private final Regressor learner;

    BaggedEstimator(ChosenLearner base, Layout layout, Poisson times, long seed) {
        this.base = base;
        this.layout = layout;
        this.times = times;
        this.random = new Random64(seed);
        if (!(base.create(layout, random.nextLong()) instanceof Regressor regressor)) {
            throw new IllegalArgumentException("base '" + base + "' learns no values; members of a mean must");
        }
        this.learner = regressor;
    }

    MadeOfMembers.Made made() {
        return new MadeOfMembers.Made(base, learner);
    }

    @Override
    public double estimate(FeatureVector x) {
        return learner.predict(x);
    }

    @Override
    public double estimateAndLearn(FeatureVector x, double value, double weight) {
        int count = times.draw(random);
        return count > 0 ? learner.predictAndLearn(x, value, weight * count) : learner.predict(x);
    }

    @Override
    public void snapshot(StateWriter out) {
        random.snapshot(out);
        learner.snapshot(out);
    }

    @Override
    public void restore(StateReader in, int format, Layout before) {
        random.restore(in);
        base.restore(learner, in, before, layout);
    }
}
