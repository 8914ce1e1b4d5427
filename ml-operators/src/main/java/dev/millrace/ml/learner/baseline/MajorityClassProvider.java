package dev.millrace.ml.learner.baseline;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import dev.millrace.ml.learner.NoSettings;

/** Makes {@link MajorityClass}. */
public final class MajorityClassProvider implements LearnerProvider<NoSettings> {
    @Override
    public String name() {
        return "majority";
    }

    @Override
    public String summary() {
        return "Baseline: the most frequent class so far";
    }

    @Override
    public String paper() {
        return MajorityClass.PAPER;
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
    public Merging merging(NoSettings settings, boolean scaled) {
        return Merging.EXACT;
    }

    @Override
    public Learner create(NoSettings settings, Layout layout, long seed) {
        return new MajorityClass();
    }
}
