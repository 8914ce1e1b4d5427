package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link HoeffdingRegressionTree}. */
public final class HoeffdingRegressionTreeProvider implements LearnerProvider<RegressionTreeSettings> {
    @Override
    public String name() {
        return "hoeffding-regression-tree";
    }

    @Override
    public String summary() {
        return "Model tree for values, with means or linear models in its leaves; subtrees whose error rises are replaced";
    }

    @Override
    public String paper() {
        return HoeffdingRegressionTree.PAPER;
    }

    @Override
    public RegressionTreeSettings defaults() {
        return RegressionTreeSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(RegressionTreeSettings settings, Layout layout, long seed) {
        return new HoeffdingRegressionTree(settings, layout);
    }
}
