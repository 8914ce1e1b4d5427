package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link SeasonalResidual}. */
public final class SeasonalResidualProvider implements LearnerProvider<SeasonalResidualSettings> {
    @Override
    public String name() {
        return "seasonal-residual";
    }

    @Override
    public String summary() {
        return "Seasonal residual: how far a number is from what its level, trend and seasons (Holt-Winters) expect";
    }

    @Override
    public String paper() {
        return SeasonalResidual.PAPER;
    }

    @Override
    public SeasonalResidualSettings defaults() {
        return SeasonalResidualSettings.DEFAULT;
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
    public Learner create(SeasonalResidualSettings settings, Layout layout, long seed) {
        return new SeasonalResidual(settings, layout);
    }
}
