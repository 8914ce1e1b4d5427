package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link RobustZScore}. */
public final class RobustZScoreProvider implements LearnerProvider<RobustZScoreSettings> {
    @Override
    public String name() {
        return "robust-z-score";
    }

    @Override
    public String summary() {
        return "Robust z-score: deviations from the median of the last values, of the strangest number";
    }

    @Override
    public String paper() {
        return RobustZScore.PAPER;
    }

    @Override
    public RobustZScoreSettings defaults() {
        return RobustZScoreSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.ANOMALY;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(RobustZScoreSettings settings, Layout layout, long seed) {
        return new RobustZScore(settings, layout);
    }
}
