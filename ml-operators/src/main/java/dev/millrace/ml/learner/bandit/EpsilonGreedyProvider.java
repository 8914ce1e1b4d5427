package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link EpsilonGreedy}. */
public final class EpsilonGreedyProvider implements LearnerProvider<EpsilonGreedySettings> {
    @Override
    public String name() {
        return "epsilon-greedy";
    }

    @Override
    public String summary() {
        return "ε-greedy over linear rewards: the best action, but now and then any; bears any number of features";
    }

    @Override
    public String paper() {
        return EpsilonGreedy.PAPER;
    }

    @Override
    public EpsilonGreedySettings defaults() {
        return EpsilonGreedySettings.DEFAULT;
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
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(EpsilonGreedySettings settings, Layout layout, long seed) {
        return new EpsilonGreedy(settings, layout, seed);
    }
}
