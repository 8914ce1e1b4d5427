package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;

/** Makes {@link UpperConfidenceBound}. */
public final class UpperConfidenceBoundProvider implements LearnerProvider<UpperConfidenceBoundSettings> {
    @Override
    public String name() {
        return "ucb";
    }

    @Override
    public String summary() {
        return "UCB1: the action whose mean reward could be largest, without a context";
    }

    @Override
    public String paper() {
        return UpperConfidenceBound.PAPER;
    }

    @Override
    public UpperConfidenceBoundSettings defaults() {
        return UpperConfidenceBoundSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.BANDIT;
    }

    @Override
    public Merging merging(UpperConfidenceBoundSettings settings, boolean scaled) {
        return Merging.EXACT;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(UpperConfidenceBoundSettings settings, Layout layout, long seed) {
        return new UpperConfidenceBound(settings, seed);
    }
}
