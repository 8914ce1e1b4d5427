package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;

/** Makes {@link RetrainedRegressor}. */
public final class RetrainedRegressorProvider extends NamedProvider<RetrainedSettings> {
    public RetrainedRegressorProvider() {
        super(
                Task.REGRESSION,
                List.of("tribuo-regression"),
                "Any Tribuo trainer of values, trained again in the background on a window; the better model answers",
                RetrainedClassifier.PAPER,
                RetrainedSettings.REGRESSION);
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
    public Learner create(RetrainedSettings settings, Layout layout, long seed) {
        return new RetrainedRegressor(settings, layout, seed);
    }
}
