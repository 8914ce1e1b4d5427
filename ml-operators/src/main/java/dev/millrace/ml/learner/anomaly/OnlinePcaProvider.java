package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link OnlinePca}. */
public final class OnlinePcaProvider implements LearnerProvider<OnlinePcaSettings> {
    @Override
    public String name() {
        return "online-pca";
    }

    @Override
    public String summary() {
        return "Online principal components: how much of an event they leave unexplained";
    }

    @Override
    public String paper() {
        return OnlinePca.PAPER;
    }

    @Override
    public OnlinePcaSettings defaults() {
        return OnlinePcaSettings.DEFAULT;
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
    public Learner create(OnlinePcaSettings settings, Layout layout, long seed) {
        return new OnlinePca(settings, layout);
    }
}
