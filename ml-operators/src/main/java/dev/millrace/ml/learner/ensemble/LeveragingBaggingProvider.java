package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.MembersSetting;
import java.util.Optional;

/** Makes {@link LeveragingBagging}. */
public final class LeveragingBaggingProvider implements LearnerProvider<LeveragingSettings> {
    @Override
    public String name() {
        return "leveraging-bagging";
    }

    @Override
    public String summary() {
        return "Bagging with heavier resampling; the worst member starts anew when errors rise";
    }

    @Override
    public String paper() {
        return LeveragingBagging.PAPER;
    }

    @Override
    public LeveragingSettings defaults() {
        return LeveragingSettings.DEFAULT;
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
    public Learner create(LeveragingSettings settings, Layout layout, long seed) {
        return new LeveragingBagging(settings, layout, seed);
    }
}
