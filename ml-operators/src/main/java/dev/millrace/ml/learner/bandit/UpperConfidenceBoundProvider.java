package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

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
    public Learner create(UpperConfidenceBoundSettings settings, Layout layout, long seed) {
        return new UpperConfidenceBound(settings, seed);
    }
}
