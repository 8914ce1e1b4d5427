package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.MembersSetting;
import java.util.Optional;

/** Makes {@link OnlineBagging}. */
public final class OnlineBaggingProvider implements LearnerProvider<BaggingSettings> {
    @Override
    public String name() {
        return "online-bagging";
    }

    @Override
    public String summary() {
        return "Bagging of any classifier: each member sees an event a Poisson number of times";
    }

    @Override
    public String paper() {
        return OnlineBagging.PAPER;
    }

    @Override
    public BaggingSettings defaults() {
        return BaggingSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
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
        return new OnlineBagging(settings, layout, seed);
    }
}
