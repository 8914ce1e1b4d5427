package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link MahalanobisDistance}. */
public final class MahalanobisDistanceProvider implements LearnerProvider<MahalanobisSettings> {
    @Override
    public String name() {
        return "mahalanobis";
    }

    @Override
    public String summary() {
        return "Mahalanobis distance: how far numbers lie from their means, in the shape of their covariance";
    }

    @Override
    public String paper() {
        return MahalanobisDistance.PAPER;
    }

    @Override
    public MahalanobisSettings defaults() {
        return MahalanobisSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.ANOMALY;
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
    public Learner create(MahalanobisSettings settings, Layout layout, long seed) {
        return new MahalanobisDistance(settings, layout);
    }
}
