package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.MembersSetting;
import java.util.Optional;

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
    public Optional<MembersSetting> membersSetting() {
        return Optional.of(BaggingSettings.NAMED_IN);
    }

    @Override
    public Learner create(BaggingSettings settings, Layout layout, long seed) {
        return new OnlineBaggingRegression(settings, layout, seed);
    }
}
