package dev.millrace.ml.learner.factorization;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Merging;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;

/** Makes {@link FactorizationMachine}. */
public final class FactorizationMachineProvider extends NamedProvider<FactorizationSettings> {
    public FactorizationMachineProvider() {
        super(
                Task.CLASSIFICATION,
                List.of("factorization-machine", "fm"),
                "Logistic regression with an interaction of every pair of features, by a few factors each; wants scaled numbers",
                FactorizationMachine.PAPER,
                FactorizationSettings.CLASSES);
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
        return new FactorizationMachine(settings, layout, seed);
    }
}
