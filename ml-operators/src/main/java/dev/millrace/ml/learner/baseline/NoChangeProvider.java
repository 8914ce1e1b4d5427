package dev.millrace.ml.learner.baseline;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.NoSettings;

/** Makes {@link NoChange}. */
public final class NoChangeProvider implements LearnerProvider<NoSettings> {
    @Override
    public String name() {
        return "no-change";
    }

    @Override
    public String summary() {
        return "Baseline: the last label again";
    }

    @Override
    public String paper() {
        return NoChange.PAPER;
    }

    @Override
    public NoSettings defaults() {
        return new NoSettings();
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(NoSettings settings, Layout layout, long seed) {
        return new NoChange();
    }
}
