package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link OnlineBaggingRegression}. */
public final class OnlineBaggingRegressionProvider implements LearnerProvider<BaggingSettings> {
    @Override
    public String name() {
        return "online-bagging-regression";
    }

    @Override
    public String summary() {
        return "Bagging of any regressor: each member sees an event a Poisson number of times";
    }

    @Override
    public String paper() {
        return OnlineBagging.PAPER;
    }

    @Override
    public BaggingSettings defaults() {
        return OnlineBaggingRegression.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public boolean isEnsemble() {
        return true;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(BaggingSettings settings, Layout layout, long seed) {
        return new OnlineBaggingRegression(settings, layout, seed);
    }
}
