package dev.millrace.ml.learner.baseline;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.NoSettings;

/** Makes {@link LastValue}. */
public final class LastValueProvider implements LearnerProvider<NoSettings> {
    @Override
    public String name() {
        return "last-value";
    }

    @Override
    public String summary() {
        return "Baseline: the last value again";
    }

    @Override
    public String paper() {
        return LastValue.PAPER;
    }

    @Override
    public NoSettings defaults() {
        return new NoSettings();
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(NoSettings settings, Layout layout, long seed) {
        return new LastValue();
    }
}
