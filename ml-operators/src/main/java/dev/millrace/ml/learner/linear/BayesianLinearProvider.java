package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;

/** Makes {@link BayesianLinearRegression}. */
public final class BayesianLinearProvider implements LearnerProvider<BayesianSettings> {
    @Override
    public String name() {
        return "bayesian-linear";
    }

    @Override
    public String summary() {
        return "Bayesian linear regression: the exact posterior of weights and noise, so that it knows how sure it is";
    }

    @Override
    public String paper() {
        return BayesianLinearRegression.PAPER;
    }

    @Override
    public BayesianSettings defaults() {
        return BayesianSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public Merging merging(BayesianSettings settings, boolean scaled) {
        if (scaled) {
            return settings.intercept() ? Merging.AVERAGE : Merging.VOTE; // where 0 was is not known any more
        }
        return Merging.EXACT;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public boolean keepsPairs() {
        return true;
    }

    @Override
    public Learner create(BayesianSettings settings, Layout layout, long seed) {
        return new BayesianLinearRegression(settings, layout);
    }
}
