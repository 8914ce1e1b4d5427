package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link HoeffdingTree}. */
public final class HoeffdingTreeProvider implements LearnerProvider<HoeffdingTreeSettings> {
    @Override
    public String name() {
        return "hoeffding-tree";
    }

    @Override
    public String summary() {
        return "Decision tree that splits when the Hoeffding bound allows it; naive Bayes in its leaves";
    }

    @Override
    public String paper() {
        return HoeffdingTree.PAPER;
    }

    @Override
    public HoeffdingTreeSettings defaults() {
        return HoeffdingTreeSettings.DEFAULT;
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
    public Learner create(HoeffdingTreeSettings settings, Layout layout, long seed) {
        return new HoeffdingTree(settings, layout);
    }
}
