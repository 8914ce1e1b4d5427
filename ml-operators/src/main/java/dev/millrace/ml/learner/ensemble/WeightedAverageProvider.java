package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.MembersSetting;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;
import java.util.Optional;

/** Makes {@link WeightedAverage}. */
public final class WeightedAverageProvider extends NamedProvider<AverageSettings> {
    public WeightedAverageProvider() {
        super(
                Task.REGRESSION,
                List.of("weighted-average"),
                "A mean of any regressors, each trusted the less the larger its errors",
                WeightedAverage.PAPER,
                AverageSettings.DEFAULT);
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Optional<MembersSetting> membersSetting() {
        return Optional.of(Experts.NAMED_IN);
    }

    @Override
    public Learner create(AverageSettings settings, Layout layout, long seed) {
        return new WeightedAverage(settings, layout, seed);
    }
}
