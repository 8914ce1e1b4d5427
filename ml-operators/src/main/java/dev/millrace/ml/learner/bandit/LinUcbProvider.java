package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;

/** Makes {@link LinUcb}. */
public final class LinUcbProvider implements LearnerProvider<LinUcbSettings> {
    @Override
    public String name() {
        return "lin-ucb";
    }

    @Override
    public String summary() {
        return "LinUCB: takes the action whose reward, linear in the event, could be largest";
    }

    @Override
    public String paper() {
        return LinUcb.PAPER;
    }

    @Override
    public LinUcbSettings defaults() {
        return LinUcbSettings.DEFAULT;
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
    public Merging merging(LinUcbSettings settings, boolean scaled) {
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
    public Learner create(LinUcbSettings settings, Layout layout, long seed) {
        return new LinUcb(settings, layout, seed);
    }
}
