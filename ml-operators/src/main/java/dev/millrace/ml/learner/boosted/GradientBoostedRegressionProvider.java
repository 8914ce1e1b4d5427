package dev.millrace.ml.learner.boosted;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;

/** Makes {@link GradientBoostedRegression}. */
public final class GradientBoostedRegressionProvider extends NamedProvider<BoostedSettings> {
    public GradientBoostedRegressionProvider() {
        super(
                Task.REGRESSION,
                List.of("gradient-boosted-trees-regression"),
                "Gradient boosting of values: trees that each correct those before, and replace branches that err",
                GradientBoostedTrees.PAPER,
                BoostedSettings.DEFAULT);
    }

    @Override
    public Learner create(BoostedSettings settings, Layout layout, long seed) {
        return new GradientBoostedRegression(settings, layout, seed);
    }
}
