package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link AdaptiveRandomForest}. */
public final class AdaptiveRandomForestProvider implements LearnerProvider<ForestSettings> {
    @Override
    public String name() {
        return "adaptive-random-forest";
    }

    @Override
    public String summary() {
        return "Random forest whose trees are replaced, one by one, when their error rises";
    }

    @Override
    public String paper() {
        return AdaptiveRandomForest.PAPER;
    }

    @Override
    public ForestSettings defaults() {
        return ForestSettings.DEFAULT;
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
    public Learner create(ForestSettings settings, Layout layout, long seed) {
        return new AdaptiveRandomForest(settings, layout, seed);
    }
}
