package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link ExtremelyFastTree}. */
public final class ExtremelyFastTreeProvider implements LearnerProvider<EfdtSettings> {
    @Override
    public String name() {
        return "efdt";
    }

    @Override
    public String summary() {
        return "Extremely fast decision tree: splits as soon as that is better than not to, and revises its splits";
    }

    @Override
    public String paper() {
        return ExtremelyFastTree.PAPER;
    }

    @Override
    public EfdtSettings defaults() {
        return EfdtSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(EfdtSettings settings, Layout layout, long seed) {
        return new ExtremelyFastTree(settings, layout);
    }
}
