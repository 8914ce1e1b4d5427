package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;

/** Makes {@link LinearThompson}. */
public final class LinearThompsonProvider implements LearnerProvider<LinearThompsonSettings> {
    @Override
    public String name() {
        return "lin-thompson";
    }

    @Override
    public String summary() {
        return "linear Thompson sampling: takes each action as often as it is believed to be the best";
    }

    @Override
    public String paper() {
        return LinearThompson.PAPER;
    }

    @Override
    public LinearThompsonSettings defaults() {
        return LinearThompsonSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.BANDIT;
    }

    @Override
    public boolean wantsScaledNumbers() {
        return true;
    }

    @Override
    public Merging merging(LinearThompsonSettings settings, boolean scaled) {
        return RidgeByAction.merging(settings.intercept(), scaled);
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
    public Learner create(LinearThompsonSettings settings, Layout layout, long seed) {
        return new LinearThompson(settings, layout, seed);
    }
}
