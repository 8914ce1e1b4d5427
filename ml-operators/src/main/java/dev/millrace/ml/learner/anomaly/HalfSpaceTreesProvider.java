package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link HalfSpaceTrees}. */
public final class HalfSpaceTreesProvider implements LearnerProvider<HalfSpaceSettings> {
    @Override
    public String name() {
        return "half-space-trees";
    }

    @Override
    public String summary() {
        return "Half-space trees: strange is what falls where little of the last window fell";
    }

    @Override
    public String paper() {
        return HalfSpaceTrees.PAPER;
    }

    @Override
    public HalfSpaceSettings defaults() {
        return HalfSpaceSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.ANOMALY;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(HalfSpaceSettings settings, Layout layout, long seed) {
        return new HalfSpaceTrees(settings, layout, seed);
    }
}
