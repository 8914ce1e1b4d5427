package dev.millrace.ml.learner.boosted;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;

/** Makes {@link GradientBoostedTrees}. */
public final class GradientBoostedTreesProvider extends NamedProvider<BoostedSettings> {
    public GradientBoostedTreesProvider() {
        super(
                Task.CLASSIFICATION,
                List.of("gradient-boosted-trees"),
                "Gradient boosting of classes: trees that each correct those before, and replace branches that err",
                GradientBoostedTrees.PAPER,
                BoostedSettings.DEFAULT);
    }

    @Override
    public Learner create(BoostedSettings settings, Layout layout, long seed) {
        return new GradientBoostedTrees(settings, layout, seed);
    }
}
