package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.MembersSetting;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;
import java.util.Optional;

/** Makes {@link WeightedMajority}. */
public final class WeightedMajorityProvider extends NamedProvider<MajoritySettings> {
    public WeightedMajorityProvider() {
        super(
                Task.CLASSIFICATION,
                List.of("weighted-majority"),
                "A vote of any classifiers, each trusted the less the more mistakes it makes",
                WeightedMajority.PAPER,
                MajoritySettings.DEFAULT);
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
    public Optional<MembersSetting> membersSetting() {
        return Optional.of(Experts.NAMED_IN);
    }

    @Override
    public Learner create(MajoritySettings settings, Layout layout, long seed) {
        return new WeightedMajority(settings, layout, seed);
    }
}
