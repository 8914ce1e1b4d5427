package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.MembersSetting;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;
import java.util.Optional;

/** Makes {@link OnlineBoosting}. */
public final class OnlineBoostingProvider extends NamedProvider<BoostingSettings> {
    public OnlineBoostingProvider() {
        super(
                Task.CLASSIFICATION,
                List.of("online-boosting"),
                "Boosting of any classifier: each member learns most from what those before it got wrong",
                OnlineBoosting.PAPER,
                BoostingSettings.DEFAULT);
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Optional<MembersSetting> membersSetting() {
        return Optional.of(BaggingSettings.NAMED_IN);
    }

    @Override
    public Learner create(BoostingSettings settings, Layout layout, long seed) {
        return new OnlineBoosting(settings, layout, seed);
    }
}
