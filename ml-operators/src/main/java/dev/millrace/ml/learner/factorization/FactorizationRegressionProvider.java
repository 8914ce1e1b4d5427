package dev.millrace.ml.learner.factorization;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Merging;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;

/** Makes {@link FactorizationRegression}. */
public final class FactorizationRegressionProvider extends NamedProvider<FactorizationSettings> {
    public FactorizationRegressionProvider() {
        super(
                Task.REGRESSION,
                List.of("factorization-machine-regression", "fm-regression"),
                "Linear regression with an interaction of every pair of features, by a few factors each; wants scaled numbers",
                FactorizationMachine.PAPER,
                FactorizationSettings.VALUES);
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
    public Merging merging(FactorizationSettings settings, boolean scaled) {
        return Merging.AVERAGE;
    }

    @Override
    public Learner create(FactorizationSettings settings, Layout layout, long seed) {
        return new FactorizationRegression(settings, layout, seed);
    }
}
