package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;

/** Makes {@link KalmanRegression}. */
public final class KalmanProvider extends NamedProvider<KalmanSettings> {
    public KalmanProvider() {
        super(
                Task.REGRESSION,
                List.of("kalman"),
                "Linear regression whose weights walk at random, by a Kalman filter: follows change, and knows how sure it is",
                KalmanRegression.PAPER,
                KalmanSettings.DEFAULT);
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
    public boolean keepsPairs() {
        return true;
    }

    @Override
    public Learner create(KalmanSettings settings, Layout layout, long seed) {
        return new KalmanRegression(settings, layout);
    }
}
