package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import java.util.List;

/** Makes {@link RegressionForest}. */
public final class RegressionForestProvider implements LearnerProvider<RegressionForestSettings> {
    @Override
    public String name() {
        return "adaptive-random-forest-regression";
    }

    @Override
    public List<String> aliases() {
        return List.of("arf-regression");
    }

    @Override
    public String summary() {
        return "Random forest of regression trees that are replaced, one by one, when their error rises";
    }

    @Override
    public String paper() {
        return RegressionForest.PAPER;
    }

    @Override
    public RegressionForestSettings defaults() {
        return RegressionForestSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
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
    public Learner create(RegressionForestSettings settings, Layout layout, long seed) {
        return new RegressionForest(settings, layout, seed);
    }
}
