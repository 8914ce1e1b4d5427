package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link HoeffdingAdaptiveTree}. */
public final class HoeffdingAdaptiveTreeProvider implements LearnerProvider<AdaptiveTreeSettings> {
    @Override
    public String name() {
        return "hoeffding-adaptive-tree";
    }

    @Override
    public String summary() {
        return "Hoeffding tree whose nodes watch their error and are replaced by better subtrees";
    }

    @Override
    public String paper() {
        return HoeffdingAdaptiveTree.PAPER;
    }

    @Override
    public AdaptiveTreeSettings defaults() {
        return AdaptiveTreeSettings.DEFAULT;
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
    public Learner create(AdaptiveTreeSettings settings, Layout layout, long seed) {
        return new HoeffdingAdaptiveTree(settings, layout, seed);
    }
}
